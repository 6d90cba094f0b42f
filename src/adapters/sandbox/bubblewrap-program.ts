import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { SandboxRefused } from '../../domain/sandbox-refused.js';

/** What bubblewrap and the host were found to be able to do. */
export interface BubblewrapFacts {
  readonly path: string;
  /** Whether `env --default-signal` is there. */
  readonly resetsSignals: boolean;
}

const PROBE_TIMEOUT_MS = 10_000;
const MOST_TEXT = 300;

/** Finds bubblewrap and tries it, when first needed and until it works once: it may be installed meanwhile. */
export class BubblewrapProgram {
  readonly #name: string;
  readonly #searchPath: string;
  readonly #stop = new AbortController();
  #facts: Promise<BubblewrapFacts> | undefined;

  /** `name` is a path, or that of a program on the `searchPath`. */
  constructor(name: string, searchPath: string) {
    this.#name = name;
    this.#searchPath = searchPath;
  }

  /** Resolves once a sandbox was made with `probe`. @throws {SandboxRefused} that says what to install or allow. */
  facts(probe: (path: string) => Promise<ProbeResult>): Promise<BubblewrapFacts> {
    this.#facts ??= this.#examine(probe).catch((error: unknown) => {
      this.#facts = undefined;
      throw error;
    });
    return this.#facts;
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
    const [{ exitCode, text }, reset] = await Promise.all([
      probe(path),
      this.run(['/usr/bin/env', '--default-signal=INT,QUIT', '-u', 'PWD', '--', 'true']),
    ]);
    if (exitCode !== 0) {
      throw new SandboxRefused(
        `bubblewrap cannot make one (${text.trim().slice(0, MOST_TEXT) || `exit code ${exitCode}`}); ` +
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
      : this.#searchPath
          .split(':')
          .filter(isAbsolute)
          .map((folder) => join(folder, name));
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

const run = ([file = '', ...args]: readonly string[], signal: AbortSignal): Promise<ProbeResult> =>
  new Promise((resolve) => {
    const child = spawn(file, args, {
      env: { PATH: '/usr/bin:/bin' },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PROBE_TIMEOUT_MS,
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => {
        if (text.length < MOST_TEXT) text += bytes.toString();
      });
    }
    child.once('error', (error) => resolve({ exitCode: -1, text: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? -1, text }));
  });

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};
