import { METHODS } from '../protocol/methods.js';
import type {
  ProcessReadParams,
  ProcessReadResult,
  ProcessSignalParams,
  ProcessTerminateResult,
} from '../protocol/process.js';
import type { ListedProcess, SignalName } from '../protocol/process-extensions.js';
import type { ResumableConnection } from './connection/resumable-connection.js';
import { ObservedProcesses } from './processes/processes.js';
import type { FollowOptions, OutputOptions } from './processes/run-options.js';
import type { RunningProcess } from './processes/running-process.js';

/** Looks at a session that another client may be attached to. Made by `observe`. */
export class Observer implements AsyncDisposable {
  readonly #connection: ResumableConnection;
  readonly #processes: ObservedProcesses;

  constructor(connection: ResumableConnection) {
    this.#connection = connection;
    this.#processes = new ObservedProcesses(connection);
  }

  get sessionId(): string {
    return this.#connection.sessionId;
  }

  /** The processes of the session, in the order of their starts. */
  async processes(): Promise<readonly ListedProcess[]> {
    return await this.#processes.list();
  }

  /** Follows a process, from its start on or behind `afterSeq`. It can be killed, but not written to. */
  process<const O extends FollowOptions = FollowOptions>(
    processId: string,
    options: O = {} as O,
  ): RunningProcess<O & OutputOptions> {
    return this.#processes.follow(processId, options);
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
