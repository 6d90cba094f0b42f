import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Host, InputTerminal, OutputTerminal } from '../../../src/cli/host.js';
import { runCommandLine } from '../../../src/cli/run-command-line.js';
import { packagePath } from '../../../src/main/package-root.js';

/** The built command line. */
export const PROGRAM = packagePath('dist', 'main', 'cli.js');

/** How a command line went that has ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command line that runs. */
export interface Running {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves with its first output. */
  readonly printed: Promise<unknown>;
  readonly ended: Promise<Ended>;
}

/** What a command line is given. */
interface Given {
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
}

/** Command lines of a user who has a daemon of their own, apart from that of the user who runs the tests. */
export class PrivateHost {
  readonly directory = mkdtempSync(join(tmpdir(), 'cli-'));

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, XDG_RUNTIME_DIR: this.directory, NO_COLOR: '1' };
  }

  /** The pid of the daemon; undefined: none was started. */
  get daemonPid(): number | undefined {
    try {
      const path = join(this.directory, 'exec-server', 'daemon.json');
      return JSON.parse(readFileSync(path, 'utf8')).pid;
    } catch {
      return undefined;
    }
  }

  /** @throws when no daemon runs: a signal to 0 would end the tests. */
  requireDaemon(): number {
    const { daemonPid } = this;
    if (daemonPid === undefined) {
      throw new Error('no daemon runs');
    }
    return daemonPid;
  }

  /** Starts one as a process; standard input is a pipe that stays open. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      cwd: this.directory,
      env: { ...this.env, ...env },
    });
    return { child, printed: once(child.stdout, 'data'), ended: ended(child) };
  }

  /** Runs one as a process, to its end. */
  async runProcess(args: readonly string[], { input = '', env = {} }: Given = {}): Promise<Ended> {
    const { child, ended } = this.start(args, env);
    child.stdin.on('error', () => undefined).end(input);
    return await ended;
  }

  /**
   * Runs one within this process, to its end: what a process does takes a fifth of a second of CPU time. That a command ends
   * its process, too, is shown once for each.
   */
  async run(args: readonly string[], { input = '', env = {} }: Given = {}): Promise<Ended> {
    const text = { stdout: '', stderr: '' };
    const output = (name: keyof typeof text): OutputTerminal =>
      new Writable({
        write: (bytes: Buffer, _, done) => {
          text[name] += bytes.toString('latin1');
          done();
        },
      }) as OutputTerminal;
    const host: Host = {
      env: { ...this.env, ...env },
      stdin: Readable.from([Buffer.from(input)]) as unknown as InputTerminal,
      stdout: output('stdout'),
      stderr: output('stderr'),
      uid: process.geteuid?.() ?? 0,
      cwd: () => this.directory,
    };
    return { code: await runCommandLine(args, host), ...text };
  }

  /** The same with the line of a shell, in which `exec-server` is the program. */
  async shell(line: string): Promise<Ended> {
    const alias = `exec-server() { '${process.execPath}' '${PROGRAM}' "$@"; }`;
    const options = { cwd: this.directory, env: this.env };
    return await ended(spawn('bash', ['-c', `${alias}; ${line}`], options));
  }

  dispose(): void {
    const { daemonPid } = this;
    if (daemonPid !== undefined) {
      try {
        process.kill(daemonPid);
      } catch {
        // It has ended.
      }
    }
    rmSync(this.directory, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Resolves when it has ended, with its output in latin1, which keeps each byte. */
const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('latin1').on('data', (part: string) => {
      text[name] += part;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...text };
};
