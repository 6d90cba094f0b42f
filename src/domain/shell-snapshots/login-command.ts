import { ExecServerError } from '../errors.js';

/** What a client asks to reuse. */
export interface ShellSnapshot {
  /** Commands with the same one share a snapshot. */
  readonly scopeId: string;
  readonly shell: SnapshotShell;
}

/** The shell whose start-up state a client asks to reuse. */
interface SnapshotShell {
  readonly name: string;
  /** As in `argv[0]`. */
  readonly path: string;
}

/** The shells whose state can be captured. */
export type ShellName = 'bash' | 'sh' | 'zsh';

/** `SHELL -lc SCRIPT [NAME [ARGUMENT]…]`. */
export interface LoginCommand {
  readonly shell: ShellName;
  readonly path: string;
  readonly script: string;
  /** `$0`, `$1` and so on, where they are given. */
  readonly parameters: readonly string[];
}

const MAX_SCOPE_BYTES = 256;

/**
 * The command as one of that login shell; undefined: a snapshot does not apply to it. Only upstream's form is
 * recognised: the shell's path, then `-lc`.
 *
 * @throws {ExecServerError} for a scope that is none, and for a login command of a shell that has no snapshots.
 */
export const readLoginCommand = (
  argv: readonly string[],
  arg0: string | undefined,
  { scopeId, shell }: ShellSnapshot,
): LoginCommand | undefined => {
  if (scopeId === '' || new TextEncoder().encode(scopeId).length > MAX_SCOPE_BYTES) {
    throw new ExecServerError(
      'invalid-argument',
      `shell snapshot scope must be non-empty and at most ${MAX_SCOPE_BYTES} bytes`,
    );
  }
  const [path, option, script, ...parameters] = argv;
  if (path !== shell.path || option !== '-lc' || script === undefined) {
    return undefined;
  }
  const { name } = shell;
  if (!isShellName(name)) {
    throw new ExecServerError(
      'invalid-argument',
      `shell snapshots are unsupported for shell \`${name}\``,
    );
  }
  // By such a name a shell takes itself for a login shell, whatever its options.
  return arg0?.startsWith('-') ? undefined : { shell: name, path, script, parameters };
};

const isShellName = (name: string): name is ShellName =>
  name === 'bash' || name === 'sh' || name === 'zsh';
