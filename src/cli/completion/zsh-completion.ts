import {
  type Completed,
  type CompletedCommand,
  type CompletedOption,
  LIST_IDS,
} from './completed-command.js';

/** Needs `compinit`. */
export const zshCompletion = (commands: readonly CompletedCommand[]): string =>
  `_exec_server_ids() {
  compadd -- \${(f)"$(${LIST_IDS})"}
}
_exec_server() {
  local context state state_descr line described
  typeset -A opt_args
  _arguments -C '1: :->command' '*:: :->argument'
  case $state in
    command)
      described=(
${commands.map(({ name, description }) => `        ${quote(`${name}:${description}`)}`).join('\n')}
      )
      _describe command described ;;
    argument)
      case $words[1] in
${commands.map(argumentsOf).join('\n')}
      esac ;;
  esac
}
compdef _exec_server exec-server
`;

const argumentsOf = ({ name, options, argument }: CompletedCommand): string => {
  const specs = [...options.map(optionSpec), ...argumentSpecs(argument)];
  return `        ${name}) _arguments -S ${argument === 'program' ? "-A '-*' " : ''}${specs.join(' ')} ;;`;
};

const optionSpec = ({ flags, description, value }: CompletedOption): string => {
  const text = `[${description.replaceAll(/[[\]]/g, '\\$&')}]${value === undefined ? '' : `: :${action(value)}`}`;
  // Either may be given as often as one likes.
  return flags.map((flag) => `'*'${flag}${quote(text)}`).join(' ');
};

const argumentSpecs = (argument: Completed): readonly string[] => {
  if (argument === 'program') {
    return ["'(-)1: : _command_names -e'", "'*:: :_normal'"];
  }
  return argument === 'nothing' ? [] : [`'*: :'${quote(action(argument))}`];
};

const action = (what: Completed): string => {
  switch (what) {
    case 'ids':
      return '_exec_server_ids';
    case 'program':
      return ' _command_names -e';
    case 'files':
      return '_files';
    case 'directories':
      return '_files -/';
    case 'nothing':
      return ' ';
    default:
      return `(${what.join(' ')})`;
  }
};

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
