import {
  type Completed,
  type CompletedCommand,
  type CompletedOption,
  LIST_IDS,
} from './completed-command.js';

/** Without those of the server, which begin with a colon. */
const LOCAL_FILES =
  "(string match -q -- ':*' (commandline -ct); or __fish_complete_path (commandline -ct))";
const IN_PROGRAM = '__exec_server_program >/dev/null';

export const fishCompletion = (commands: readonly CompletedCommand[]): string =>
  [
    programFunction(commands.find(({ argument }) => argument === 'program')?.options ?? []),
    'complete -c exec-server -f',
    ...commands.map(
      ({ name, description }) =>
        `complete -c exec-server -n __fish_use_subcommand -a ${name} -d ${quote(description)}`,
    ),
    ...commands.flatMap(completionsOf),
    '',
  ].join('\n');

/** Prints the command line that stands behind the options of `run`, up to the cursor; fails when none does. */
const programFunction = (options: readonly CompletedOption[]): string => {
  const specs = options.map(({ flags, value }) => {
    const names = flags.map((flag) => flag.replace(/^--?/, ''));
    return `${names.join('/')}${value === undefined ? '' : '=+'}`;
  });
  return `function __exec_server_program
  set -l words (commandline -opc) (commandline -ct)
  test "$words[2]" = run; or return 1
  set -e words[1..2]
  argparse -s ${specs.join(' ')} -- $words 2>/dev/null; or return 1
  test -n "$argv"; and not string match -q -- '-*' $argv[1]; or return 1
  string join0 -- $argv
end`;
};

const completionsOf = ({ name, options, argument }: CompletedCommand): readonly string[] => {
  const isNamed = `test (commandline -opc)[2] = ${name}`;
  const start = (condition: string): string => `complete -c exec-server -n ${quote(condition)}`;
  const isOption = argument === 'program' ? `${isNamed}; and not ${IN_PROGRAM}` : isNamed;
  return [
    ...options.map(
      (option) =>
        `${start(isOption)} ${flagsOf(option)} -d ${quote(option.description)}${option.value === undefined ? '' : ` -r ${candidates(option.value)}`}`,
    ),
    ...(argument === 'nothing' ? [] : [`${start(isNamed)} ${candidates(argument)}`]),
  ];
};

const flagsOf = ({ flags }: CompletedOption): string =>
  flags
    .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
    .join(' ');

const candidates = (what: Completed): string => {
  switch (what) {
    case 'ids':
      return `-f -a ${quote(`(${LIST_IDS})`)}`;
    case 'program':
      return `-f -a ${quote('(__fish_complete_subcommand --commandline (__exec_server_program | string split0))')}`;
    case 'files':
      return `-f -a ${quote(LOCAL_FILES)}`;
    case 'directories':
      return `-f -a ${quote('(__fish_complete_directories (commandline -ct))')}`;
    case 'nothing':
      return '-f';
    default:
      return `-f -a ${quote(what.join(' '))}`;
  }
};

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
