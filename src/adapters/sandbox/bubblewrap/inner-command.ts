import { SandboxRefused } from '../../../domain/sandbox/sandbox-refused.js';
import { bashArgv } from '../../shared/bash-arg0.js';
import { isExecutable } from '../../shared/is-executable.js';

/** What runs in a sandbox, and how. */
export interface InnerCommand {
  readonly argv: readonly string[];
  /** The argv[0] that the program sees; undefined: `argv[0]`. */
  readonly arg0: string | undefined;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

const ENV = '/usr/bin/env';
const BASH = ['/bin/bash', '/usr/bin/bash'];

/** What the tools of the host can do, seen once. */
export interface InsideTools {
  /** Whether `env` can give signals their default action back, which bubblewrap's own parts ignore. */
  readonly resetsSignals: boolean;
  /** Whether a path can be seen in the sandbox. */
  readonly isVisible: (path: string) => boolean;
}

/** A command as it runs in the sandbox; `ignoresSignals`: bubblewrap may ignore SIGINT and SIGQUIT meanwhile. */
export const insideArgv = (
  { argv, arg0, env }: InnerCommand,
  { resetsSignals, isVisible }: InsideTools,
): { readonly argv: readonly string[]; readonly ignoresSignals: boolean } => {
  const named = arg0 === undefined || arg0 === argv[0] ? argv : renamed(argv, arg0, env, isVisible);
  // To `env`, a program with this sign is a variable to set.
  if (!resetsSignals || !isVisible(ENV) || named[0]?.includes('=')) {
    return { argv: named, ignoresSignals: false };
  }
  // Bubblewrap sets PWD; the process is to have the environment that was asked for.
  const restored = env.PWD === undefined ? ['-u', 'PWD', '--'] : ['--', `PWD=${env.PWD}`];
  return {
    argv: [ENV, '--default-signal=INT,QUIT', ...restored, ...named],
    ignoresSignals: true,
  };
};

/** @throws {SandboxRefused} where the sandbox has no bash, which alone can do it. */
const renamed = (
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
