import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { candidatesOnPath } from '../../shared/search-path.js';
import { killGroup } from '../../shared/send-signal.js';
import { shortageOf } from '../../shared/shortage.js';
import { PASSED_SIGNALS } from './launch-script.js';
import { explainSystemError } from './system-error.js';

/** What the probe found on this host. */
export interface BubblewrapFacts {
  readonly path: string;
  /** Whether `env` supports `--default-signal`. */
  readonly resetsSignals: boolean;
}

const PROBE_TIMEOUT_MS = 10_000;
const MAX_TEXT = 300;
const ENV = '/usr/bin/env';

/**
 * Finds and probes bubblewrap at the first use. A success is kept until the executable changes, a failure is not
 * kept, so that installing or updating bubblewrap needs no restart.
 */
export class BubblewrapProgram {
  readonly #name: string;
  readonly #searchPath: () => string;
  readonly #stop = new AbortController();
  #facts: Promise<BubblewrapFacts> | undefined;
  #isSameProgram = (): boolean => true;

  /** `name` is a path, or the name of a program in `searchPath`, which has the syntax of PATH. */
  constructor(name: string, searchPath: () => string) {
    this.#name = name;
    this.#searchPath = searchPath;
  }

  /**
   * Resolves with the kept result, or when `probe` has created a sandbox.
   *
   * @throws {SandboxRefused} with what to install or allow; {SpawnFailed} when the host lacks memory, processes or
   * descriptors.
   */
  facts(probe: (path: string) => Promise<ProbeResult>): Promise<BubblewrapFacts> {
    if (!this.#isSameProgram()) {
      this.#facts = undefined;
    }
    if (this.#facts !== undefined) {
      return this.#facts;
    }
    const facts = this.#examine(probe).catch(explainSystemError);
    this.#facts = facts;
    facts.catch(() => {
      if (this.#facts === facts) {
        this.#facts = undefined;
      }
    });
    return facts;
  }

  /** Resolves with the version in the output of `--version`, such as `0.8.0`; undefined when there is none. */
  async version(path: string): Promise<string | undefined> {
    const { text } = await this.run([path, '--version']);
    return /\d[\w.-]*/.exec(text)?.[0];
  }

  /**
   * Runs a command without input. Resolves when it has exited, with the exit code and the start of its output. Never
   * rejects.
   */
  async run(command: readonly string[]): Promise<ProbeResult> {
    const { signal } = this.#stop;
    return signal.aborted ? { exitCode: -1, text: 'stopped' } : run(command, signal);
  }

  /** Kills the commands that are running. */
  dispose(): void {
    this.#stop.abort();
  }

  async #examine(probe: (path: string) => Promise<ProbeResult>): Promise<BubblewrapFacts> {
    if (process.platform !== 'linux') {
      throw new SandboxRefused('sandboxing requires Linux and bubblewrap');
    }
    const path = this.#find();
    const stamp = stampOf(path);
    this.#isSameProgram = () => stampOf(path) === stamp;
    const [{ exitCode, text }, reset] = await Promise.all([
      probe(path),
      this.run([ENV, `--default-signal=${PASSED_SIGNALS.join(',')}`, '-u', 'PWD', '--', 'true']),
    ]);
    // `resetsSignals` is kept, so a shortage must not be taken for a missing option of `env`.
    const shortage = shortageOf(exitCode === 0 ? reset.text : `${text}\n${reset.text}`);
    if (shortage !== undefined) {
      throw shortage;
    }
    if (reset.exitCode < 0 && !/ENOENT|EACCES/.test(reset.text)) {
      throw new SandboxRefused(`${ENV} could not be tried (${reset.text})`);
    }
    if (exitCode !== 0) {
      throw new SandboxRefused(
        `bubblewrap cannot create a sandbox (${text.trim().slice(0, MAX_TEXT) || `exit code ${exitCode}`}); ` +
          'version 0.5 or newer is required, and user namespaces must be allowed: sysctl ' +
          'user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1 where it exists, an AppArmor ' +
          'profile for bwrap where kernel.apparmor_restrict_unprivileged_userns is 1, and in a container a ' +
          'seccomp profile that allows them',
      );
    }
    return { path, resetsSignals: reset.exitCode === 0 };
  }

  #find(): string {
    const name = this.#name;
    const candidates = name.includes('/') ? [name] : candidatesOnPath(this.#searchPath(), name);
    const path = candidates.find(isProgram);
    if (path === undefined) {
      const where = name.includes('/') ? `at \`${name}\`` : 'on PATH';
      throw new SandboxRefused(
        `bubblewrap was not found ${where}; install it (Debian and Ubuntu: apt-get install bubblewrap) or name it with --bwrap-path`,
      );
    }
    return path;
  }
}

export interface ProbeResult {
  readonly exitCode: number;
  readonly text: string;
}

/** `exitCode` is -1 when the command did not start or was killed; the text has the cause. */
const run = ([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<ProbeResult> =>
  new Promise<ProbeResult>((resolve) => {
    const child = spawn(file, args, {
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const kill = (): void => killGroup(child);
    const timeout = setTimeout(kill, PROBE_TIMEOUT_MS);
    signal.addEventListener('abort', kill);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        if (text.length < MAX_TEXT) {
          text += bytes.toString();
        }
      });
    }
    const end = (result: ProbeResult): void => {
      clearTimeout(timeout);
      signal.removeEventListener('abort', kill);
      resolve(result);
    };
    child.once('error', ({ message }) => end({ exitCode: -1, text: message }));
    child.once('close', (code, how) =>
      end({ exitCode: code ?? -1, text: how === null ? text : `${text} ended by ${how}` }),
    );
    // Node throws some spawn errors and emits others.
  }).catch(({ message }: Error) => ({ exitCode: -1, text: message }));

/** Identifies the executable with its permissions; empty when there is none. */
const stampOf = (path: string): string => {
  try {
    const { dev, ino, ctimeNs } = statSync(path, { bigint: true });
    return `${dev} ${ino} ${ctimeNs}`;
  } catch {
    return '';
  }
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
