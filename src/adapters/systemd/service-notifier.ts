import { getSystemErrorName } from 'node:util';
import { MAX_TIMER_MS } from '../../application/limits/units.js';
import type { Logger } from '../../application/ports/logger.js';
import type { SendDatagram } from './notify-socket.js';

/** How soon a datagram for which the receiver had no room is tried again. */
const RETRY_MS = 100;
/** sd_watchdog_enabled(3): a service sends two in the time after which it is ended. */
const PINGS_PER_TIMEOUT = 2;
const NS_PER_US = 1000n;
const WATCHDOG = 'WATCHDOG=1';

/** Notifies a service manager of the state of this service (sd_notify(3)). */
export class ServiceNotifier {
  readonly #send: SendDatagram;
  readonly #logger: Logger;
  /** In their order; more than one only while the receiver is busy. */
  readonly #waiting: string[] = [];
  #retry: NodeJS.Timeout | undefined;
  #isStopping = false;
  #hasFailed = false;

  constructor(send: SendDatagram, logger: Logger) {
    this.#send = send;
    this.#logger = logger;
  }

  /** It takes clients, from its start or again after `reloading`. @param status is shown to the operator */
  ready(status: string): void {
    if (!this.#isStopping) {
      this.#tell('READY=1', `STATUS=${status}`);
    }
  }

  /** It reads its configuration again; `ready` says that it has. */
  reloading(): void {
    if (!this.#isStopping) {
      const now = process.hrtime.bigint() / NS_PER_US;
      this.#tell('RELOADING=1', `MONOTONIC_USEC=${now}`);
    }
  }

  /** It drains or stops, and will not be ready again. */
  stopping(status: string): void {
    this.#isStopping = true;
    this.#tell('STOPPING=1', `STATUS=${status}`);
  }

  /** Sends a watchdog message twice in `timeoutMs` from now on, as long as the event loop runs. */
  watch(timeoutMs: number): void {
    const intervalMs = Math.min(timeoutMs / PINGS_PER_TIMEOUT, MAX_TIMER_MS);
    this.#tell(WATCHDOG);
    setInterval(() => {
      // One that waits says as much.
      if (!this.#waiting.includes(WATCHDOG)) {
        this.#tell(WATCHDOG);
      }
    }, intervalMs).unref();
  }

  #tell(...assignments: readonly string[]): void {
    this.#waiting.push(assignments.join('\n'));
    this.#flush();
  }

  readonly #flush = (): void => {
    clearTimeout(this.#retry);
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const sent = this.#send(next);
      if (sent === 'busy') {
        this.#retry = setTimeout(this.#flush, RETRY_MS);
        this.#retry.unref();
        return;
      }
      this.#waiting.shift();
      if (sent !== 'sent') {
        this.#logOnce(sent.errno);
      }
    }
  };

  #logOnce(errno: number): void {
    if (!this.#hasFailed) {
      this.#hasFailed = true;
      this.#logger.warn('notifying the service manager failed', {
        cause: getSystemErrorName(-errno),
      });
    }
  }
}
