import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { bashArgv } from '../../shared/bash-arg0.js';
import { isExecutable } from '../../shared/is-executable.js';
import { PASSED_SIGNALS } from './launch-script.js';

/** The command to run in a sandbox. */
export interface InnerCommand {
  readonly argv: readonly string[];
  /** The argv[0] that the program sees; undefined: `argv[0]`. */
  readonly arg0: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const ENV = '/usr/bin/env';
const BASH = ['/bin/bash', '/usr/bin/bash'];

/** What the command line can rely on inside the sandbox. */
export interface InsideTools {
  /** Whether `env` can reset signals that bubblewrap ignores. */
  readonly resetsSignals: boolean;
  /** Whether a path is visible in the sandbox. */
  readonly isVisible: (path: string) => boolean;
}

/**
 * The command line inside the sandbox. With `ignoresSignals` it resets `PASSED_SIGNALS`, so bubblewrap may be
 * started with them ignored.
 */
export const insideArgv = (
  { argv, arg0, env }: InnerCommand,
  { resetsSignals, isVisible }: InsideTools,
): { readonly argv: readonly string[]; readonly ignoresSignals: boolean } => {
  const named =
    arg0 === undefined || arg0 === argv[0] ? argv : withArg0(argv, arg0, env, isVisible);
  // `env` would take a program name with `=` for a variable to set.
  if (!resetsSignals || !isVisible(ENV) || named[0]?.includes('=')) {
    return { argv: named, ignoresSignals: false };
  }
  // Bubblewrap sets PWD; the process gets the requested value, or none.
  const restored = env.PWD === undefined ? ['-u', 'PWD', '--'] : ['--', `PWD=${env.PWD}`];
  return {
    argv: [ENV, `--default-signal=${PASSED_SIGNALS.join(',')}`, ...restored, ...named],
    ignoresSignals: true,
  };
};

/** Sets `argv[0]` with bash. @throws {SandboxRefused} when the sandbox has no bash. */
const withArg0 = (
  argv: readonly string[],
  arg0: string,
  env: InnerCommand['env'],
  isVisible: InsideTools['isVisible'],
): readonly string[] => {
  const bash = BASH.find((path) => isVisible(path) && isExecutable(path));
  if (bash === undefined) {
    throw new SandboxRefused('arg0 cannot be set without bash');
  }
  return bashArgv(bash, { argv, arg0, env }, ['PWD', 'OLDPWD', 'SHLVL']);
};

/** @throws {SandboxRefused} for a variable name that bubblewrap cannot set. */
export const checkNames = ({ env }: InnerCommand): void => {
  if (Object.keys(env).some((name) => name === '' || name.includes('='))) {
    throw new SandboxRefused(
      'an environment variable has an empty name or an equals sign in its name',
    );
  }
};
