import { RemoteChildProcess } from '../../../src/client/child-process/remote-child-process.js';
import {
  type SpawnOptions,
  spawnCommand,
} from '../../../src/client/child-process/spawn-command.js';
import { ResumableConnection } from '../../../src/client/connection/resumable-connection.js';
import { ProcessRegistry } from '../../../src/client/following/process-registry.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { settled } from '../../support/settled.js';
import { FakeServer, type SentRequest } from '../fake-server.js';

/** Child processes of a server whose answers a test gives. */
export class ChildFixture {
  readonly server: FakeServer;
  readonly connection: ResumableConnection;
  readonly #registry: ProcessRegistry;

  private constructor(server: FakeServer, connection: ResumableConnection) {
    this.server = server;
    this.connection = connection;
    this.#registry = new ProcessRegistry(connection);
  }

  static async open({ hasExtensions }: { hasExtensions: boolean }): Promise<ChildFixture> {
    const server = new FakeServer();
    server.hasExtensions = hasExtensions;
    const connection = await ResumableConnection.open(
      {
        dial: server.dial,
        clock: new FakeClock(),
        random: () => 1,
        recoveryMs: undefined,
        peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
        initialize: (sessionId) => ({ clientName: 'test', resumeSessionId: sessionId ?? null }),
      },
      new AbortController().signal,
    );
    return new ChildFixture(server, connection);
  }

  spawn(options: SpawnOptions = {}): RemoteChildProcess {
    const context = { connection: this.connection, registry: this.#registry };
    return new RemoteChildProcess(context, spawnCommand('make', ['all'], options));
  }

  newest(method: string): SentRequest | undefined {
    return this.server.newest.requests.filter((request) => request.method === method).at(-1);
  }

  async answerStart(result: object = { pid: 77 }): Promise<void> {
    await settled();
    this.server.newest.answer(this.newest('process/start'), result);
  }

  end({ processId }: RemoteChildProcess, seq: number, exited: object = { exitCode: 0 }): void {
    const event = { processId, seq, sandboxDenied: false, ...exited };
    this.server.newest.notify('process/exited', event);
    this.server.newest.notify('process/closed', { processId, seq: seq + 1 });
  }
}
