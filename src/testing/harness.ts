import { type Client, type ConnectOptions, connect } from '../client/index.js';
import type { ExecServerOptions } from '../main/exec-server-options.js';
import { checkHarnessOptions } from './check-harness-options.js';
import { DaemonProcess } from './daemon-process.js';
import { TestClient } from './test-client.js';

/** Which server to start, and how. */
export interface HarnessOptions extends Omit<ExecServerOptions, 'listen'> {
  /**
   * `in-process` (default): a server in this process; takes `limits`, `logger` and `modules`. `daemon`: the
   * built daemon as a child process; takes `args` and `env`.
   */
  readonly mode?: 'in-process' | 'daemon';
  /** Flags of the daemon, besides `--listen`. */
  readonly args?: readonly string[];
  /** Environment variables of the daemon, added to those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: the first connection is left uninitialized. Default true. */
  readonly initialize?: boolean;
}

/** A server on a port of its own, and its first connection, as a {@link TestClient}. */
export class ExecServerHarness extends TestClient {
  /** The child process in mode `daemon`; otherwise undefined. */
  readonly daemon: DaemonProcess | undefined;
  readonly #stop: () => Promise<void>;
  readonly #clients: Client[] = [];
  readonly #testClients: TestClient[] = [];

  constructor(url: string, daemon: DaemonProcess | undefined, stop: () => Promise<void>) {
    super(url);
    this.daemon = daemon;
    this.#stop = stop;
  }

  /**
   * Connects a client of `exec-server/client`, which has a session of its own and is closed by `shutdown`.
   *
   * @example
   * ```ts
   * const client = await server.client();
   * const { stdout } = await client.run('echo', ['hello']);
   * ```
   */
  async client(options: ConnectOptions = {}): Promise<Client> {
    const client = await connect(this.url, options);
    this.#clients.push(client);
    return client;
  }

  /** Opens another connection for raw frames, with a session of its own. */
  async testClient({ initialize = true }: { initialize?: boolean } = {}): Promise<TestClient> {
    const client = new TestClient(this.url);
    this.#testClients.push(client);
    await client.connect();
    if (initialize) {
      await client.initialize();
    }
    return client;
  }

  /** Ends the clients, the server and every process; resolves when all have ended. */
  async shutdown(): Promise<void> {
    const disconnected = [this, ...this.#testClients].map((client) => client.disconnect());
    // The server ends the sessions; one that is gone already would not answer.
    const detached = this.#clients.map((client) => client.detach());
    await Promise.all([...disconnected, ...detached]);
    await this.#stop();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }
}

/**
 * Starts a server and opens a first connection to it. Dispose of it (`await using`, or `shutdown()`), or server and
 * processes stay behind.
 *
 * @example
 * ```ts
 * await using server = await execServer();
 * const client = await server.client();
 * const { stdout } = await client.run('echo', ['hello']);
 * ```
 *
 * @throws {StartupError} for an option that is invalid, or without effect in the mode.
 */
export const execServer = async (options: HarnessOptions = {}): Promise<ExecServerHarness> => {
  checkHarnessOptions(options);
  const harness =
    options.mode === 'daemon' ? await startDaemon(options) : await startInProcess(options);
  try {
    await harness.connect();
    if (options.initialize !== false) {
      await harness.initialize();
    }
    return harness;
  } catch (error) {
    // The caller never receives the harness, so it is shut down here.
    await harness.shutdown();
    throw error;
  }
};

const startInProcess = async (options: HarnessOptions): Promise<ExecServerHarness> => {
  const { mode: _, args: __, env: ___, initialize: ____, ...own } = options;
  // Loaded here, since a client of a daemon does without: it is most of what there is to load.
  const { startExecServer } = await import('../main/exec-server.js');
  const server = await startExecServer(own);
  return new ExecServerHarness(server.url, undefined, () => server.close());
};

const startDaemon = async ({ args = [], env = {} }: HarnessOptions): Promise<ExecServerHarness> => {
  const daemon = await DaemonProcess.start(['--listen', 'ws://127.0.0.1:0', ...args], {
    ...process.env,
    ...env,
  });
  return new ExecServerHarness(daemon.url, daemon, async () => {
    // SIGTERM would drain with `--drain-timeout`, and no signal but SIGKILL ends a process that is stopped.
    daemon.kill('SIGINT');
    daemon.kill('SIGCONT');
    await daemon.exit();
  });
};
