import { EXTENSION_METHODS, METHODS } from '../../protocol/methods.js';
import type { ProcessTerminateResult } from '../../protocol/process.js';
import type { SignalName, TerminalSize } from '../../protocol/process-extensions.js';
import { systemClock } from '../connection/clock.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ExtensionsMissing } from '../errors.js';
import type { KillReason } from './outcome.js';
import type { KillOptions } from './run-options.js';

const KILL_AFTER_MS = 5000;
const REPEAT = { whenInterrupted: 'repeat' } as const;

/** Kills a process on request, at its timeout, and for too much output. */
export class ProcessKiller {
  readonly #connection: SessionConnection;
  readonly #processId: string;
  readonly #options: KillOptions;
  readonly #started: Promise<void>;
  readonly #cancelTimeout: (() => void) | undefined;
  #cancelEscalation: (() => void) | undefined;
  #killedFor: KillReason | undefined;
  #hasEnded = false;

  constructor(
    connection: SessionConnection,
    processId: string,
    options: KillOptions,
    started: Promise<void>,
  ) {
    this.#connection = connection;
    this.#processId = processId;
    this.#options = options;
    this.#started = started;
    const { timeoutMs = 0, signal } = options;
    this.#cancelTimeout =
      timeoutMs > 0 ? systemClock.schedule(timeoutMs, () => this.killFor('timedOut')) : undefined;
    if (signal?.aborted) {
      this.#killedFor = 'isCanceled';
    }
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Why it was killed by `killFor`. */
  get killedFor(): KillReason | undefined {
    return this.#killedFor;
  }

  /** Kills it with `killSignal`, with SIGKILL where the server does not know that; without a connection once there is one again. */
  killFor(reason: KillReason): void {
    if (this.#killedFor !== undefined || this.#hasEnded) {
      return;
    }
    this.#killedFor = reason;
    const { killSignal = 'SIGTERM' } = this.#options;
    const isKnown = this.#connection.hasExtensions || killSignal === 'SIGINT';
    this.kill(isKnown ? killSignal : 'SIGKILL').catch(() => undefined);
  }

  /**
   * SIGKILL goes to all that the process has started, the other signals to its process group. SIGTERM is followed by SIGKILL
   * after `killAfterMs`.
   *
   * @throws {ExtensionsMissing} for a signal other than SIGINT and SIGKILL
   */
  async kill(signal: SignalName = this.#options.killSignal ?? 'SIGTERM'): Promise<boolean> {
    await this.#started;
    if (this.#hasEnded) {
      return false;
    }
    if (signal === 'SIGKILL') {
      return await this.#terminate();
    }
    if (!this.#connection.hasExtensions && signal !== 'SIGINT') {
      throw new ExtensionsMissing(`the signal ${signal}`);
    }
    const params = {
      processId: this.#processId,
      signal: signal === 'SIGINT' ? 'interrupt' : signal,
    };
    const { killAfterMs = KILL_AFTER_MS } = this.#options;
    if (signal === 'SIGTERM' && killAfterMs !== false) {
      this.#cancelEscalation ??= systemClock.schedule(killAfterMs, () => {
        this.#terminate().catch(() => undefined);
      });
    }
    await this.#connection.request(METHODS.processSignal, params, REPEAT);
    return true;
  }

  /** @throws {ExtensionsMissing} */
  async resize(terminalSize: TerminalSize): Promise<void> {
    await this.#started;
    if (!this.#connection.hasExtensions) {
      throw new ExtensionsMissing('resizing a terminal');
    }
    const params = { processId: this.#processId, terminalSize };
    await this.#connection.request(EXTENSION_METHODS.processResize, params, REPEAT);
  }

  /** The process has ended. */
  stop(): void {
    this.#hasEnded = true;
    this.#cancelEscalation?.();
    this.#cancelTimeout?.();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
  }

  readonly #onAbort = (): void => this.killFor('isCanceled');

  async #terminate(): Promise<boolean> {
    const params = { processId: this.#processId };
    const { running } = await this.#connection.request<ProcessTerminateResult>(
      METHODS.processTerminate,
      params,
      REPEAT,
    );
    return running;
  }
}
