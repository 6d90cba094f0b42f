import { shellWord } from '../../domain/shell-word.js';

/** A command that is to run under another argv[0]. */
export interface RenamedCommand {
  /** The program, by its path or its name, and its arguments. */
  readonly argv: readonly string[];
  readonly arg0: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * An argv that has `bash` run the command under its argv[0].
 *
 * @param restored variables that bash sets itself: they get their old values, or none, before the program runs.
 */
export const bashArgv = (
  bash: string,
  { argv, arg0, env }: RenamedCommand,
  restored: readonly string[],
): readonly string[] => {
  const script = [...restored.map((name) => restore(name, env[name])), 'exec -a "$0" -- "$@"'];
  return [bash, '--norc', '--noprofile', '-p', '-c', script.join('; '), arg0, ...argv];
};

const restore = (name: string, value: string | undefined): string =>
  value === undefined ? `unset ${name}` : `export ${name}=${shellWord(value)}`;
