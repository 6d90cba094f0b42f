import { setTimeout as sleep } from 'node:timers/promises';
import type { StandardErrorLog } from '../../adapters/logging/standard-streams.js';
import { redactError } from '../../application/logging/log-redaction.js';
import type { ExecServer } from '../exec-server.js';

const EXIT_FAILURE = 1;
/**
 * With two times `FLUSH_TIMEOUT_MS` this is below 10 s, after which `docker stop` would kill the watchdog as well.
 */
const STOP_MS = 8000;
/** Timeout for writing the last log lines to a slow reader, and for calls in worker threads. */
const FLUSH_TIMEOUT_MS = 500;
const RETRY_MS = 10;

/** A log that is written to until the last process has ended. */
interface Closable {
  close(): void;
}

/** Stops the daemon: once, in order, and in bounded time. */
export class Shutdown {
  readonly #server: Pick<ExecServer, 'close' | 'drain'>;
  readonly #log: StandardErrorLog;
  readonly #auditLog: Closable | undefined;
  #isDraining = false;
  #exitCode: number | undefined;

  /** @param auditLog is closed when the last process has ended. */
  constructor(
    server: Pick<ExecServer, 'close' | 'drain'>,
    log: StandardErrorLog,
    auditLog?: Closable,
  ) {
    this.#server = server;
    this.#auditLog = auditLog;
    this.#log = log;
  }

  /** Drains for at most `timeoutMs`, then shuts down with exit code 0; called again, at once. */
  drain(timeoutMs: number): void {
    if (timeoutMs === 0 || this.#isDraining) {
      this.begin(0);
      return;
    }
    this.#isDraining = true;
    void this.#server.drain({ timeoutMs }).then(() => this.begin(0), this.onUnexpectedError);
  }

  /** Starts the shutdown with `exitCode`. A later unexpected error still changes the code. */
  begin(exitCode: number): void {
    const hasBegun = this.#exitCode !== undefined;
    this.#exitCode ||= exitCode;
    if (!hasBegun) {
      void this.#end();
    }
  }

  /** Logs an unexpected error and shuts the daemon down. Never throws. */
  readonly onUnexpectedError = (error: unknown): void => {
    this.#log.logger.error('unexpected error, shutting down', { cause: redactError(error) });
    this.begin(EXIT_FAILURE);
  };

  async #end(): Promise<void> {
    await Promise.race([this.#stop(), this.#timeOut()]);
    this.#auditLog?.close();
    await waitUntil(FLUSH_TIMEOUT_MS, () => this.#log.lines.writeWaiting());
    if (!(await waitUntil(FLUSH_TIMEOUT_MS, areWorkerThreadsIdle))) {
      process.kill(process.pid, 'SIGKILL');
    }
    process.exit(this.#exitCode);
  }

  async #stop(): Promise<void> {
    try {
      await this.#server.close();
    } catch (error) {
      this.onUnexpectedError(error);
    }
  }

  async #timeOut(): Promise<void> {
    await sleep(STOP_MS);
    this.#log.logger.error('shutdown timed out, exiting');
    this.#exitCode ||= EXIT_FAILURE;
  }
}

/**
 * Whether no worker thread is busy: an exit waits for those, and a call on a network file system that hangs,
 * or a DNS query without a reply, does not return.
 */
const areWorkerThreadsIdle = (): boolean =>
  !process.getActiveResourcesInfo().some((name) => /^(FSReq|Get(Addr|Name)InfoReq)/.test(name));

/** Resolves with true as soon as `isDone` is true, with false after `ms`. */
const waitUntil = async (ms: number, isDone: () => boolean): Promise<boolean> => {
  const untilMs = performance.now() + ms;
  while (!isDone()) {
    if (performance.now() >= untilMs) {
      return false;
    }
    await sleep(RETRY_MS);
  }
  return true;
};
