import type { ExecServerOptions } from '../main/exec-server-options.js';
import { checkHarnessOptions } from './check-harness-options.js';
import { DaemonProcess } from './daemon-process.js';
import { TestClient } from './test-client.js';

/** Which server to start, and how. */
export interface HarnessOptions extends Omit<ExecServerOptions, 'listen'> {
  /**
   * `in-process` (default): a server inside this process, which takes `limits`, `logger` and `modules`.
   * `daemon`: the built daemon as a child, which takes `args` and `env`.
   */
  readonly mode?: 'in-process' | 'daemon';
  /** Flags of the daemon, besides `--listen`. */
  readonly args?: readonly string[];
  /** Variables of the daemon, on top of those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: leave the first client connected, but not initialized. Default true. */
  readonly initialize?: boolean;
}

/** A server on a port of its own and a first client of it. */
export class ExecServerHarness extends TestClient {
  /** The daemon, in that mode. */
  readonly daemon: DaemonProcess | undefined;
  readonly #stop: () => Promise<void>;
  readonly #clients: TestClient[] = [];

  constructor(url: string, daemon: DaemonProcess | undefined, stop: () => Promise<void>) {
    super(url);
    this.daemon = daemon;
    this.#stop = stop;
  }

  /** One more client with a session of its own. */
  async client({ initialize = true }: { initialize?: boolean } = {}): Promise<TestClient> {
    const client = new TestClient(this.url);
    this.#clients.push(client);
    await client.connect();
    if (initialize) {
      await client.initialize();
    }
    return client;
  }

  /** Ends the clients, the server and every process; resolves when all are gone. */
  async shutdown(): Promise<void> {
    await Promise.all([this, ...this.#clients].map((client) => client.disconnect()));
    await this.#stop();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    await this.shutdown();
  }
}

/**
 * Starts a server and connects a client to it. Dispose of it (`await using`, or `shutdown()`), so that
 * nothing is left behind.
 *
 * @example
 * ```ts
 * await using server = await execServer();
 * const id = await server.startProcess({ argv: ['echo', 'hello'] });
 * const { stdout, exitCode } = await server.outcome(id);
 * ```
 *
 * @throws {StartupError} for an option that is not as it should be, or has no effect in the mode.
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
    // Nobody else could end it.
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
    daemon.kill('SIGTERM');
    await daemon.exit();
  });
};
