import { isExecutable } from '../../shared/is-executable.js';

/**
 * Hands bubblewrap its options and its system-call filter as descriptors, on a terminal too, where a spawn
 * can pass none on, and no other descriptor: a terminal's process would have those of other terminals. Its
 * arguments: `ignore` or `keep`, the two files, and the command. With `ignore`, a control-C ends what runs
 * in the sandbox and not the sandbox itself.
 */
const SCRIPT = `
for fd in /proc/self/fd/*; do
  fd=\${fd##*/}
  case $fd in
    [0-2]) continue ;;
    [3-9]) ;;
    *) [ -n "$BASH_VERSION" ] || { echo "sandbox: descriptor $fd cannot be closed without bash" >&2; exit 125; } ;;
  esac
  eval "exec $fd>&-"
done
[ "$1" = keep ] || trap '' INT QUIT
exec 8<"$2" 9<"$3" || exit 125
shift 3
exec "$@"
`;

/** Where the script puts them. */
export const OPTIONS_DESCRIPTOR = '8';
export const FILTER_DESCRIPTOR = '9';

const BASH = ['/bin/bash', '/usr/bin/bash'];

/** What to launch and how: the names of files to hand over, and the command with all its arguments. */
export interface Launch {
  readonly ignoresSignals: boolean;
  readonly options: string;
  readonly filter: string;
  readonly command: readonly string[];
}

/** Bash, where it is there: other shells cannot close descriptors of two digits, and then refuse. */
export const launchArgv = ({
  ignoresSignals,
  options,
  filter,
  command,
}: Launch): readonly string[] => {
  const bash = BASH.find(isExecutable);
  const shell = bash === undefined ? ['/bin/sh'] : [bash, '--norc', '--noprofile', '-p'];
  const signals = ignoresSignals ? 'ignore' : 'keep';
  return [...shell, '-c', SCRIPT, 'exec-server-sandbox', signals, options, filter, ...command];
};
