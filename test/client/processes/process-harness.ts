import { ResumableConnection } from '../../../src/client/connection/resumable-connection.js';
import { Processes } from '../../../src/client/processes/processes.js';
import type { RunOptions } from '../../../src/client/processes/run-options.js';
import type { RunError } from '../../../src/client/processes/run-result.js';
import type { RunningProcess } from '../../../src/client/processes/running-process.js';
import type { OutputChunk } from '../../../src/protocol/process.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { settled } from '../../support/settled.js';
import { type FakeConnection, FakeServer, type SentRequest } from '../fake-server.js';

/** The processes of a connection to a server that answers what a test says. */
export class ProcessHarness {
  readonly server = new FakeServer();
  readonly #clock = new FakeClock();
  readonly #connections: ResumableConnection[] = [];
  #processes: Processes | undefined;

  get processes(): Processes {
    if (this.#processes === undefined) {
      throw new Error('call connect() first');
    }
    return this.#processes;
  }

  /** Connects anew; `processes` are those of the last connection. */
  async connect(): Promise<void> {
    const connection = await ResumableConnection.open(
      {
        dial: this.server.dial,
        clock: this.#clock,
        random: () => 1,
        recoveryMs: undefined,
        peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
        initialize: (sessionId) => ({ clientName: 'test', resumeSessionId: sessionId ?? null }),
      },
      new AbortController().signal,
    );
    this.#connections.push(connection);
    this.#processes = new Processes(connection);
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) {
      await connection.close();
    }
  }

  requestsFor(method: string, connection: FakeConnection = this.server.newest): SentRequest[] {
    return connection.requests.filter((request) => request.method === method);
  }

  newest(method: string): SentRequest | undefined {
    return this.requestsFor(method).at(-1);
  }

  /** A process that the server has started; in an array, since it would be awaited. */
  async run<O extends RunOptions>(options: O = {} as O) {
    const process = this.processes.run(['make'], options);
    await settled();
    this.server.newest.answer(this.newest('process/start'), {});
    await settled();
    return [process] as const;
  }

  end(processId: string, seq: number, exitCode = 0): void {
    this.server.newest.notify('process/exited', { processId, seq, exitCode, sandboxDenied: false });
    this.server.newest.notify('process/closed', { processId, seq: seq + 1 });
  }

  async cut(): Promise<void> {
    this.server.newest.cut();
    this.#clock.advance(100);
    await settled();
  }
}

export const failureOf = (process: RunningProcess): Promise<RunError> =>
  process.catch((error) => error) as Promise<RunError>;

export const chunk = (seq: number, text: string): OutputChunk => ({
  seq,
  stream: 'stdout',
  chunk: btoa(text),
});
