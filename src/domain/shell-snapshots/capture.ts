import { type EnvironmentChanges, environmentChanges } from './environment-changes.js';
import type { LoginCommand, ShellName } from './login-command.js';

/** The state of a login shell after its start-up files. */
export interface ShellState {
  /** Shell commands that restore umask, options, aliases and functions. */
  readonly commands: string;
  readonly variables: EnvironmentChanges;
}

/** NUL cannot occur in what a shell says about itself, except between variables. */
const SEPARATOR = '\0exec-server-shell-state\0';
const PRINT_SEPARATOR = "\\builtin printf '\\0exec-server-shell-state\\0'";
const PRINT_VARIABLES = '\\command -p env -0';

/**
 * Aliases and functions of the start-up files do not change the commands of these scripts: a backslash prevents the
 * one, `builtin` the other. The group in braces is parsed as a whole before an option or alias takes effect; `shopt`
 * is outside of it, since functions may need its `extglob` to be parsed. Another `sh` than bash has no `builtin`,
 * prints nothing, and so has no snapshots: it could not list its functions.
 */
const BASH = `${PRINT_SEPARATOR}
\\builtin umask -p
\\builtin shopt -p
\\builtin printf '{\\n'
\\builtin set +o
\\builtin alias -p
\\builtin declare -f
\\builtin printf '}\\n'
${PRINT_SEPARATOR}
${PRINT_VARIABLES}
${PRINT_SEPARATOR}`;

/** `fpath`, which is not exported, has the directories of autoloaded functions. */
const ZSH = `${PRINT_SEPARATOR}
\\builtin printf 'umask %s\\n' "$(\\builtin umask)"
\\builtin printf 'fpath=( %s )\\n' "\${(j: :)\${(@qq)fpath}}"
for __exec_server_option in "\${(@f)$(\\builtin setopt)}"; do
  case $__exec_server_option in
    (interactive|login|monitor|norcs|privileged|restricted|shinstdin|zle) ;;
    (*) \\builtin printf 'setopt %s\\n' $__exec_server_option ;;
  esac
done
\\builtin printf 'setopt rcs\\n'
\\builtin alias -L
\\builtin typeset -f
${PRINT_SEPARATOR}
${PRINT_VARIABLES}
${PRINT_SEPARATOR}`;

/** As upstream: the file of interactive shells too, which often has the aliases and functions. */
const READ_BASHRC = `if [ -z "\${BASH_ENV-}" ] && [ -r "\${HOME-}/.bashrc" ]; then
  \\builtin . "$HOME/.bashrc"
fi
`;
const READ_ZSHRC = `if [[ -r "\${ZDOTDIR:-\${HOME-}}/.zshrc" ]]; then
  \\builtin . "\${ZDOTDIR:-$HOME}/.zshrc"
fi
`;

const SCRIPTS: Readonly<Record<ShellName, string>> = {
  bash: READ_BASHRC + BASH,
  sh: BASH,
  zsh: READ_ZSHRC + ZSH,
};

/** The arguments of a login shell that prints its state. */
export const captureArgv = ({ shell, path }: LoginCommand): readonly string[] => [
  path,
  '-lc',
  SCRIPTS[shell],
];

/** The state that such a shell printed, started in that environment; undefined when it is incomplete. */
export const readCapture = (
  output: string,
  environment: Readonly<Record<string, string>>,
): ShellState | undefined => {
  // Start-up files may print before it, and their exit traps behind it.
  const [, commands, variables, end] = output.split(SEPARATOR);
  if (commands === undefined || variables === undefined || end === undefined) {
    return undefined;
  }
  const entries = variables.split('\0').filter((entry) => entry.includes('='));
  const exported = Object.fromEntries(
    entries.map((entry) => {
      const [name = ''] = entry.split('=', 1);
      return [name, entry.slice(name.length + 1)];
    }),
  );
  return { commands, variables: environmentChanges(environment, exported) };
};
