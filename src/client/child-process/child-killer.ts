import { METHODS } from '../../protocol/methods.js';
import type { SignalName } from '../../protocol/process-extensions.js';
import { systemClock } from '../connection/clock.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { ExtensionsMissing } from '../errors.js';
import type { ProcessExit } from '../following/process-event.js';
import { signalName, signalOfExitCode } from './signals.js';
import type { SpawnOptions } from './spawn-command.js';

/** The process that signals go to. */
interface KillTarget {
  readonly connection: SessionConnection;
  readonly processId: string;
  readonly started: Promise<unknown>;
}

/** What limits a process, and what is done when it reaches the limit. */
interface Limits {
  readonly options: Pick<SpawnOptions, 'signal' | 'timeout' | 'killSignal'>;
  /** Returns whether the process was sent the signal. */
  readonly kill: (signal: SignalName) => boolean;
  readonly onAborted: (reason: unknown) => void;
}

/** Sends signals to a child process, and keeps its limits. */
export class ChildKiller {
  readonly #target: KillTarget;
  readonly #limits: Limits;
  readonly #sent = new Set<SignalName>();
  readonly #cancelTimeout: (() => void) | undefined;

  constructor(target: KillTarget, limits: Limits) {
    this.#target = target;
    this.#limits = limits;
    const { signal, timeout = 0 } = limits.options;
    this.#cancelTimeout =
      timeout > 0 ? systemClock.schedule(timeout, () => this.#killForLimit()) : undefined;
    if (signal?.aborted) {
      process.nextTick(this.#abort);
    } else {
      signal?.addEventListener('abort', this.#abort, { once: true });
    }
  }

  /** Sends a signal once the process is started. @throws {ExtensionsMissing} */
  send(name: SignalName): void {
    const { connection, started } = this.#target;
    const [method, params] = this.#request(name);
    this.#sent.add(name);
    started
      .then(() => connection.request(method, params, { whenInterrupted: 'repeat' }))
      // The process has ended or could not be started: its events report that.
      .catch(() => undefined);
  }

  /** The signal that ended the process. Without the extensions the exit code is the only hint, and a program may exit with that code itself. */
  signalOf({ exitCode, signal }: ProcessExit): string | undefined {
    const guess = signalOfExitCode(exitCode);
    return signal ?? (guess !== undefined && this.#sent.has(guess) ? guess : undefined);
  }

  /** The process has ended. */
  stop(): void {
    this.#cancelTimeout?.();
    this.#limits.options.signal?.removeEventListener('abort', this.#abort);
  }

  readonly #abort = (): void => {
    if (this.#killForLimit()) {
      this.#limits.onAborted(this.#limits.options.signal?.reason);
    }
  };

  /** With SIGKILL, where the server does not know the signal. */
  #killForLimit(): boolean {
    const { options, kill } = this.#limits;
    const name = signalName(options.killSignal ?? 'SIGTERM');
    return kill(this.#canSend(name) ? name : 'SIGKILL');
  }

  #canSend(name: SignalName): boolean {
    return this.#target.connection.hasExtensions || name === 'SIGINT' || name === 'SIGKILL';
  }

  #request(name: SignalName): [string, object] {
    const { connection, processId } = this.#target;
    if (connection.hasExtensions) {
      return [METHODS.processSignal, { processId, signal: name }];
    }
    if (!this.#canSend(name)) {
      throw new ExtensionsMissing(`the signal ${name}`);
    }
    return name === 'SIGINT'
      ? [METHODS.processSignal, { processId, signal: 'interrupt' }]
      : [METHODS.processTerminate, { processId }];
  }
}
