import { EXTENSION_METHODS } from '../protocol/methods.js';
import type { ListedProcess, ProcessListResult } from '../protocol/process-extensions.js';
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

  /** Disconnects; the session stays as it is. */
  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
