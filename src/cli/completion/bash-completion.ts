import { type Completed, type CompletedCommand, LIST_IDS } from './completed-command.js';

/**
 * For bash 3.2 and newer, without the package bash-completion. The words are those of the line, since bash splits at colons and
 * equals signs, too. Where it offers nothing, bash completes names of files.
 */
export const bashCompletion = (commands: readonly CompletedCommand[]): string =>
  `_exec_server() {
  local line=\${COMP_LINE:0:COMP_POINT} words last word previous flags= valued=' ' first
  read -ra words <<< "$line"
  [[ $line != *[[:space:]] ]] || words+=('')
  last=$((\${#words[@]} - 1))
  word=\${words[last]} previous=\${words[last - 1]}
  COMPREPLY=()
  if ((last == 1)); then
    ${reply(commands.map(({ name }) => name))}
    return
  fi
  case \${words[1]} in
${commands.map(optionsOf).join('\n')}
  esac
  # The first argument: the first word that is neither an option nor the value of one.
  for ((first = 2; first < last; first++)); do
    case \${words[first]} in
      --) ((first++)); break ;;
      -*) [[ $valued != *" \${words[first]} "* ]] || ((first++)) ;;
      *) break ;;
    esac
  done
  if [[ \${words[1]} == run ]] && ((first < last)); then
    return
  fi
  if [[ $valued == *" $previous "* ]]; then
    case $previous in
${commands.flatMap(valuesOf).join('\n')}
    esac
  elif [[ $word == -* && $previous != -- ]]; then
    ${reply('$flags')}
  else
    case \${words[1]} in
${commands.map(argumentOf).join('\n')}
    esac
  fi
}
complete -o default -F _exec_server exec-server
`;

const NO_FILES = 'compopt +o default 2>/dev/null';

const reply = (words: string | readonly string[]): string =>
  `${NO_FILES}; COMPREPLY=($(compgen -W "${typeof words === 'string' ? words : words.join(' ')}" -- "$word"))`;

const optionsOf = ({ name, options }: CompletedCommand): string => {
  const flags = options.flatMap((option) => option.flags);
  const valued = options.filter(({ value }) => value !== undefined).flatMap((o) => o.flags);
  return `    ${name}) flags='${flags.join(' ')}' valued=' ${valued.join(' ')} ' ;;`;
};

const valuesOf = ({ options }: CompletedCommand): readonly string[] =>
  options.flatMap(({ flags, value }) =>
    value === undefined ? [] : [`      ${flags.join(' | ')}) ${completed(value)} ;;`],
  );

const argumentOf = ({ name, argument }: CompletedCommand): string =>
  `      ${name}) ${completed(argument)} ;;`;

const completed = (what: Completed): string => {
  switch (what) {
    case 'ids':
      return reply(`$(${LIST_IDS})`);
    case 'program':
      return 'COMPREPLY=($(compgen -c -- "$word"))';
    case 'files':
      return `[[ $word != :* ]] || ${NO_FILES}`;
    case 'directories':
      return ':';
    case 'nothing':
      return NO_FILES;
    default:
      return reply(what);
  }
};
