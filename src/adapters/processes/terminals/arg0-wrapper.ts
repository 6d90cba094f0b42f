import { SpawnFailed } from '../../../domain/errors.js';
import { bashArgv } from '../../shared/bash-arg0.js';
import { isExecutable } from '../../shared/is-executable.js';
import { shortageOf } from '../../shared/shortage.js';
import { ensureFreeDescriptors, SPAWN_DESCRIPTORS } from '../spawn/free-descriptors.js';
import { loadExeca } from '../spawn/load-execa.js';

const ENV = '/usr/bin/env';
/** System paths of bash, independent of PATH. */
const BASH = ['/bin/bash', '/usr/bin/bash', '/usr/local/bin/bash'];

/** A program, given by its path, to run under another argv[0]. */
export interface RenamedProgram {
  readonly path: string;
  readonly arg0: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs programs under another argv[0] where a spawn cannot set it. */
export class Arg0Wrapper {
  /** Whether `env` supports `--argv0`; undefined until it was checked. */
  #envSupportsArgv0: Promise<boolean> | undefined;

  /**
   * An argv that has the program run under its argv[0]: through `env --argv0` of newer GNU tools, else through bash
   * (which changes SHLVL and `_` in the environment).
   *
   * @throws {SpawnFailed} where there is neither, or the system's error when it is short of processes
   */
  async wrap(program: RenamedProgram): Promise<readonly string[]> {
    const { path, arg0, args } = program;
    // `env` would take a path with `=` for a variable.
    if (!path.includes('=') && (await this.#probeOnce())) {
      return [ENV, `--argv0=${arg0}`, path, ...args];
    }
    const bash = BASH.find(isExecutable);
    if (bash === undefined) {
      throw new SpawnFailed(
        'arg0 cannot be set on a terminal of this host: neither `env --argv0` nor bash is there',
      );
    }
    return bashArgv(bash, { argv: [path, ...args], arg0, env: program.env }, ['PWD', 'OLDPWD']);
  }

  #probeOnce(): Promise<boolean> {
    this.#envSupportsArgv0 ??= probeEnv().catch((error: unknown) => {
      this.#envSupportsArgv0 = undefined;
      throw error;
    });
    return this.#envSupportsArgv0;
  }
}

/** @throws the system's error when it cannot be checked */
const probeEnv = async (): Promise<boolean> => {
  const execa = await loadExeca();
  ensureFreeDescriptors(SPAWN_DESCRIPTORS);
  const result = await execa(ENV, ['--argv0=x', 'true'], {
    reject: false,
    stdio: 'ignore',
    cleanup: false,
  });
  if (shortageOf(result) !== undefined) {
    throw result;
  }
  return !result.failed;
};
