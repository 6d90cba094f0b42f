import type { Command } from 'commander';
import { CliError } from '../cli-error.js';

/** Commands whose arguments are ids of sessions. */
const TAKE_IDS = ['attach', 'kill', 'logs', 'rm', 'wait'];

/** The completions of a shell for all commands of `program`. @throws {CliError} for another shell */
export const completionScript = (shell: string, program: Command): string => {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    // A quote would end the string of the shell that it stands in.
    description: command.description().replaceAll("'", '’'),
    flags: command.options.flatMap(({ short, long }) =>
      [short, long].filter((flag) => flag !== undefined),
    ),
  }));
  const write = SHELLS[shell as keyof typeof SHELLS];
  if (write === undefined) {
    throw new CliError(`there are no completions for ${shell}; expected bash, zsh or fish`);
  }
  return write(commands);
};

interface Completed {
  readonly name: string;
  readonly description: string;
  readonly flags: readonly string[];
}

const bash = (commands: readonly Completed[]): string => `_exec_server() {
  local word=\${COMP_WORDS[COMP_CWORD]} command=\${COMP_WORDS[1]}
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word"))
    return
  fi
  case $command:$word in
${commands.map(({ name, flags }) => `    ${name}:-*) COMPREPLY=($(compgen -W '${flags.join(' ')}' -- "$word")) ;;`).join('\n')}
    ${TAKE_IDS.map((name) => `${name}:*`).join(' | ')}) COMPREPLY=($(compgen -W "$(exec-server ps -aq 2>/dev/null)" -- "$word")) ;;
    run:*) ((COMP_CWORD == 2)) && COMPREPLY=($(compgen -c -- "$word")) || COMPREPLY=($(compgen -f -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -F _exec_server exec-server
`;

const zsh = (commands: readonly Completed[]): string => `#compdef exec-server
_exec_server() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    '${name}:${description.replaceAll(':', '\\:')}'`).join('\n')}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  case $words[2]:$words[CURRENT] in
${commands.map(({ name, flags }) => `    ${name}:-*) compadd -- ${flags.join(' ')} ;;`).join('\n')}
    ${TAKE_IDS.map((name) => `${name}:*`).join('|')}) compadd -- \${(f)"$(exec-server ps -aq 2>/dev/null)"} ;;
    run:*) ((CURRENT == 3)) && _command_names || _files ;;
    *) _files ;;
  esac
}
compdef _exec_server exec-server
`;

const fish = (commands: readonly Completed[]): string =>
  [
    ...commands.map(
      ({ name, description }) =>
        `complete -c exec-server -f -n __fish_use_subcommand -a ${name} -d '${description}'`,
    ),
    ...commands.flatMap(({ name, flags }) =>
      flags.map(
        (flag) =>
          `complete -c exec-server -n '__fish_seen_subcommand_from ${name}' ${flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`}`,
      ),
    ),
    `complete -c exec-server -f -n '__fish_seen_subcommand_from ${TAKE_IDS.join(' ')}' -a '(exec-server ps -aq 2>/dev/null)'`,
    '',
  ].join('\n');

const SHELLS = { bash, fish, zsh };
