import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The built daemon, whether this file runs from `src` or from `dist`. */
const PROGRAM = fileURLToPath(new URL('../../dist/main/cli.js', import.meta.url));

/** How the daemon ended. */
export interface DaemonExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The built daemon as a child process. */
export class DaemonProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<DaemonExit>;
  #stderr = '';
  #url = '';

  private constructor(args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, [PROGRAM, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#exit = once(this.#child, 'exit').then(([code, signal]) => ({ code, signal }));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
  }

  /** Resolves once the daemon has printed its URL. @throws {Error} with its standard error if it ends first. */
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

  /** What it has logged so far. */
  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when it has ended. */
  async exit(): Promise<DaemonExit> {
    return await this.#exit;
  }

  async #readUrl(): Promise<void> {
    const lines = createInterface({ input: this.#child.stdout as NodeJS.ReadableStream });
    const line = await Promise.race([once(lines, 'line'), this.#exit]);
    if (!Array.isArray(line)) {
      throw new Error(`the daemon ended with ${line.code ?? line.signal}: ${this.#stderr}`);
    }
    this.#url = String(line[0]);
  }
}
