import { isExecutable } from '../../shared/is-executable.js';

/**
 * Opens bubblewrap's options and seccomp filter as descriptors, closes all others above 2, and executes the command.
 * A script does so, since a terminal's child cannot be passed descriptors and inherits those of other terminals.
 * Arguments: `ignore` or `keep`, the two files, and the command. With `ignore`, bubblewrap ignores SIGINT and
 * SIGQUIT, so Ctrl-C interrupts the command and not the sandbox.
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

/** The descriptors that the script opens. */
export const OPTIONS_DESCRIPTOR = '8';
export const FILTER_DESCRIPTOR = '9';

const BASH = ['/bin/bash', '/usr/bin/bash'];

/** Arguments of the launch script: the paths of the two files, and the command that it executes. */
export interface Launch {
  readonly ignoresSignals: boolean;
  readonly options: string;
  readonly filter: string;
  readonly command: readonly string[];
}

/**
 * The command line of the launch script. Prefers bash: other shells cannot close descriptors above 9, so with them
 * the script fails if one is open.
 */
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
