import { EXTENSION_METHODS, METHODS } from '../protocol/methods.js';
import type {
  ProcessReadParams,
  ProcessReadResult,
  ProcessSignalParams,
  ProcessTerminateResult,
} from '../protocol/process.js';
import type {
  ListedProcess,
  ProcessListResult,
  SignalName,
} from '../protocol/process-extensions.js';
import type { ResumableConnection } from './connection/resumable-connection.js';

/** Looks at a session that another client may be attached to. Made by `observe`. */
export class Observer implements AsyncDisposable {
  readonly #connection: ResumableConnection;

  constructor(connection: ResumableConnection) {
    this.#connection = connection;
  }

  get sessionId(): string {
    return this.#connection.sessionId;
  }

  /** The processes of the session, in the order of their starts. */
  async processes(): Promise<readonly ListedProcess[]> {
    const { processes } = await this.#connection.request<ProcessListResult>(
      EXTENSION_METHODS.processList,
      null,
      { whenInterrupted: 'repeat' },
    );
    return processes;
  }

  /** A page of the output of a process, or with `waitMs` the next events. It acknowledges nothing. */
  async read(params: ProcessReadParams): Promise<ProcessReadResult> {
    return await this.#connection.request(METHODS.processRead, params, {
      whenInterrupted: 'repeat',
    });
  }

  /** Sends a signal to the process group of a process. */
  async signal(processId: string, signal: SignalName): Promise<void> {
    const params: ProcessSignalParams = { processId, signal };
    await this.#connection.request(METHODS.processSignal, params, { whenInterrupted: 'repeat' });
  }

  /** Kills a process and all that it has started. Resolves with whether it still ran. */
  async terminate(processId: string): Promise<boolean> {
    const { running } = await this.#connection.request<ProcessTerminateResult>(
      METHODS.processTerminate,
      { processId },
      { whenInterrupted: 'repeat' },
    );
    return running;
  }

  /** Disconnects; the session stays as it is. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
