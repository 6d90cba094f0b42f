import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { explainSystemError, shortageIn } from './system-error.js';

/** What bubblewrap and the host were found to be able to do. */
export interface BubblewrapFacts {
  readonly path: string;
  /** Whether `env --default-signal` is there. */
  readonly resetsSignals: boolean;
}

const PROBE_TIMEOUT_MS = 10_000;
const MAX_TEXT = 300;
const ENV = '/usr/bin/env';

/**
 * Finds bubblewrap and tries it, when first needed and until it works, and again when another program stands
 * there: it may be installed, updated or removed meanwhile.
 */
export class BubblewrapProgram {
  readonly #name: string;
  readonly #searchPath: () => string;
  readonly #stop = new AbortController();
  #facts: Promise<BubblewrapFacts> | undefined;
  #isSameProgram = (): boolean => true;

  /** `name` is a path, or that of a program on the `searchPath`. */
  constructor(name: string, searchPath: () => string) {
    this.#name = name;
    this.#searchPath = searchPath;
  }

  /**
   * Resolves once a sandbox was made with `probe`.
   *
   * @throws {SandboxRefused} that says what to install or allow, {SpawnFailed} when the system is short of something.
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

  /** Resolves with what the program at `path` says of its version; undefined when that is nothing. */
  async version(path: string): Promise<string | undefined> {
    const { text } = await this.run([path, '--version']);
    return /\d[\w.-]*/.exec(text)?.[0];
  }

  /** Runs a command to its end, without input; what it says is kept, but for the most of a long text. */
  run(command: readonly string[]): Promise<ProbeResult> {
    return run(command, this.#stop.signal);
  }

  /** Ends what runs. */
  dispose(): void {
    this.#stop.abort();
  }

  async #examine(probe: (path: string) => Promise<ProbeResult>): Promise<BubblewrapFacts> {
    if (process.platform !== 'linux') {
      throw new SandboxRefused('it needs Linux and bubblewrap');
    }
    const path = this.#find();
    const stamp = stampOf(path);
    this.#isSameProgram = () => stampOf(path) === stamp;
    const [{ exitCode, text }, reset] = await Promise.all([
      probe(path),
      this.run([ENV, '--default-signal=INT,QUIT', '-u', 'PWD', '--', 'true']),
    ]);
    // Whether signals can be reset is remembered as well, so it must have been answered.
    const shortage = shortageIn(exitCode === 0 ? reset.text : `${text}\n${reset.text}`);
    if (shortage !== undefined) {
      throw shortage;
    }
    if (reset.exitCode < 0 && !/ENOENT|EACCES/.test(reset.text)) {
      throw new SandboxRefused(`${ENV} could not be tried (${reset.text})`);
    }
    if (exitCode !== 0) {
      throw new SandboxRefused(
        `bubblewrap cannot make one (${text.trim().slice(0, MAX_TEXT) || `exit code ${exitCode}`}); ` +
          'version 0.5 or newer is needed, and user namespaces must be allowed: sysctl ' +
          'user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1 where it exists, an AppArmor ' +
          'profile for bwrap where kernel.apparmor_restrict_unprivileged_userns is 1, and in a container a ' +
          'seccomp profile that lets them be made',
      );
    }
    return { path, resetsSignals: reset.exitCode === 0 };
  }

  #find(): string {
    const name = this.#name;
    const candidates = name.includes('/')
      ? [name]
      : this.#searchPath()
          .split(':')
          .filter(isAbsolute)
          .map((directory) => join(directory, name));
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

/** `exitCode` is -1 without one: the text says why. */
const run = ([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<ProbeResult> =>
  new Promise<ProbeResult>((resolve) => {
    const child = spawn(file, args, {
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PROBE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      signal,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        if (text.length < MAX_TEXT) {
          text += bytes.toString();
        }
      });
    }
    child.once('error', ({ message }) => resolve({ exitCode: -1, text: message }));
    child.once('close', (code, how) =>
      resolve({ exitCode: code ?? -1, text: how === null ? text : `${text} ended by ${how}` }),
    );
    // Of some shortages Node throws, of others it tells.
  }).catch(({ message }: Error) => ({ exitCode: -1, text: message }));

/** Changes with the program and with its permissions; empty where there is none. */
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
