import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from '@jest/globals';
import { type Client, connect } from '../../src/client/index.js';
import { DAEMON_PROGRAM } from '../../src/testing/daemon-process.js';
import { TestClient } from '../../src/testing/test-client.js';

/** Of 600 bytes, in every line about the client. */
const LONG_NAME = '€'.repeat(200);

/** What is put before the daemon: a shell that sets limits or redirects, and becomes it by `exec "$@"`. */
const inShell = (script: string): string[] => ['bash', '-c', script, 'bash'];

export interface RawDaemonOptions {
  /** In place of the daemon; its first line has a URL too. */
  readonly program?: string;
  readonly args?: readonly string[];
  readonly stdin?: number | 'ignore';
  /** Where standard error goes; `pipe` (a socket) is not read unless the test does. */
  readonly stderr?: number | 'pipe' | 'ignore';
  /** Descriptors that it has from 3 on. */
  readonly inherited?: readonly number[];
  /** A line of bash that ends in `exec "$@"`, run in place of the daemon. */
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The built daemon with standard streams that a test has chosen; end it with `end`. */
export class RawDaemon implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly url: string;
  readonly #exit: Promise<unknown[]>;
  readonly #printed: readonly string[];

  private constructor(child: ChildProcess, exit: Promise<unknown[]>, printed: readonly string[]) {
    this.child = child;
    this.#exit = exit;
    this.#printed = printed;
    this.url = printed[0] ?? '';
  }

  static async start(options: RawDaemonOptions = {}): Promise<RawDaemon> {
    const {
      program = DAEMON_PROGRAM,
      args = [],
      stdin = 'ignore',
      stderr = 'ignore',
      script,
      env = {},
      inherited = [],
    } = options;
    const command = [process.execPath, program, ...args];
    const [file = '', ...rest] = script === undefined ? command : [...inShell(script), ...command];
    const stdio: StdioOptions = [stdin, 'pipe', stderr, ...inherited];
    const child = spawn(file, rest, { stdio, env: { ...process.env, ...env } });
    const exit = once(child, stderr === 'pipe' ? 'exit' : 'close');
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const printed: string[] = [];
    lines.on('line', (line) => printed.push(line));
    const [first] = await Promise.race([once(lines, 'line'), exit]);
    if (typeof first !== 'string') {
      throw new Error(`the daemon ended with ${first}`);
    }
    return new RawDaemon(child, exit, printed);
  }

  /** The lines on its standard output so far, of which the first should be the URL. */
  printed(): readonly string[] {
    return this.#printed;
  }

  /** Sends a signal; resolves with how the daemon ended: exit code, or the signal that killed it. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
    this.child.kill(signal);
    return await this.exit();
  }

  async exit(): Promise<unknown> {
    const [code, signal] = await this.#exit;
    return code ?? signal;
  }

  /** Resolves when it has logged a line with `text`, which it has not yet when this is called; standard error is a pipe. */
  async logged(text: string): Promise<void> {
    const stderr = this.child.stderr as NodeJS.ReadableStream;
    let log = '';
    // One listener for all: several chunks may come at once.
    await new Promise<void>((resolve) => {
      const take = (chunk: Buffer): void => {
        log += chunk;
        if (log.includes(text)) {
          stderr.off('data', take);
          resolve();
        }
      };
      stderr.on('data', take);
    });
  }

  /** A client that takes the end of the daemon for the end. */
  client(): Promise<Client> {
    return connect(this.url, { recoveryMs: 0 });
  }

  async testClient(): Promise<TestClient> {
    const client = new TestClient(this.url);
    await client.connect();
    await client.initialize();
    return client;
  }

  /** Has it log `lines` lines of more than 800 bytes: each about a start that asks for a proxy, which is refused. */
  async say(lines: number): Promise<void> {
    await using client = await new TestClient(this.url).connect();
    await client.request('initialize', { clientName: LONG_NAME });
    client.notify('initialized');
    const sandbox = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' };
    const command = { argv: ['true'], cwd: 'file:///', env: {}, tty: false };
    const refused = { ...command, sandbox, enforceManagedNetwork: true };
    // Frames, not requests: the stack of each error would take longer than all else.
    for (let i = 1; i <= lines; i += 1) {
      const params = { ...refused, processId: `refused-${i}` };
      client.sendText(JSON.stringify({ id: `${i}`, method: 'process/start', params }));
    }
    const answered = new Set<string>();
    await client.waitForMessage(
      (message) => {
        if ('id' in message && typeof message.id === 'string') {
          expect(JSON.stringify(message)).toMatch(/"error":.*managed network proxy/);
          answered.add(message.id);
        }
        return answered.size === lines;
      },
      { timeoutMs: 100_000 },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit();
  }
}
