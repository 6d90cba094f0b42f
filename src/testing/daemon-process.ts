import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packagePath } from '../main/package-root.js';

/** `EXEC_SERVER_HARNESS_PROGRAM`, or the built daemon, whether this file runs from `src` or from `dist`. */
export const DAEMON_PROGRAM =
  process.env.EXEC_SERVER_HARNESS_PROGRAM ?? packagePath('dist', 'main', 'cli.js');

/** Exit code or signal of the daemon. */
export interface DaemonExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * The built daemon as a child process, which ends with this one. Where `EXEC_SERVER_HARNESS_LOGS` names a
 * directory, its log is also written to a file there.
 */
export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<DaemonExit>;
  #stderr = '';
  #url = '';

  private constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, [DAEMON_PROGRAM, '--exit-with-parent', ...args], {
      env,
      // The daemon stops at end of file on its standard input, and so when the test process ends, however
      // that happens.
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#exit = once(this.#child, 'exit').then(([code, signal]) => ({ code, signal }));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    keepLog(this.#child);
  }

  /**
   * Resolves once the daemon has printed its URL. @throws {Error} with its standard error if it exits first.
   */
  static async start(args: readonly string[], env: NodeJS.ProcessEnv): Promise<DaemonProcess> {
    const daemon = new DaemonProcess(args, env);
    await daemon.#readUrl();
    return daemon;
  }

  get url(): string {
    return this.#url;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The log so far. */
  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when the daemon has exited. */
  async exit(): Promise<DaemonExit> {
    return await this.#exit;
  }

  async #readUrl(): Promise<void> {
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    const [line] = await Promise.race([once(lines, 'line'), once(this.#child, 'close')]);
    if (typeof line !== 'string') {
      const { code, signal } = await this.#exit;
      throw new Error(`the daemon ended with ${code ?? signal}: ${this.#stderr}`);
    }
    this.#url = line;
  }
}

const keepLog = ({ pid, stderr }: ChildProcess): void => {
  const directory = process.env.EXEC_SERVER_HARNESS_LOGS;
  if (directory === undefined) {
    return;
  }
  const file = join(directory, `daemon-${pid}-${Date.now()}.log`);
  // Synchronously, since the test process may exit with the last test.
  stderr?.on('data', (text: string) => appendFileSync(file, text));
};
