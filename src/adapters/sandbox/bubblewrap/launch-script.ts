import { isExecutable } from '../../shared/is-executable.js';

/** Signals that are sent to the process group for the command to handle: they end programs that do not. */
export const PASSED_SIGNALS = ['INT', 'QUIT', 'TERM', 'HUP', 'USR1', 'USR2', 'ALRM'] as const;

/**
 * Opens bubblewrap's options, its seccomp filter and the file to report to as descriptors, closes all others above 2,
 * and executes the command. A script does so, since a terminal's child cannot be passed descriptors and inherits those
 * of other terminals. Arguments: `ignore` or `keep`, the three files (the last may be empty: none), and the command.
 * With `ignore`, bubblewrap ignores `PASSED_SIGNALS`, so that they reach the command and do not end the sandbox.
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
[ "$1" = keep ] || trap '' ${PASSED_SIGNALS.join(' ')}
exec 8<"$2" 9<"$3" || exit 125
[ -z "$4" ] || exec 7>"$4" || exit 125
shift 4
exec "$@"
`;

/** The descriptors that the script opens. */
export const REPORT_DESCRIPTOR = '7';
export const OPTIONS_DESCRIPTOR = '8';
export const FILTER_DESCRIPTOR = '9';

const BASH = ['/bin/bash', '/usr/bin/bash'];

/** Arguments of the launch script: the paths of the files, and the command that it executes. */
export interface Launch {
  readonly ignoresSignals: boolean;
  readonly options: string;
  readonly filter: string;
  /** What is written to `REPORT_DESCRIPTOR`; undefined: that is not opened. */
  readonly report?: string | undefined;
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
  report = '',
  command,
}: Launch): readonly string[] => {
  const bash = BASH.find(isExecutable);
  const shell = bash === undefined ? ['/bin/sh'] : [bash, '--norc', '--noprofile', '-p'];
  const signals = ignoresSignals ? 'ignore' : 'keep';
  const files = [options, filter, report];
  return [...shell, '-c', SCRIPT, 'exec-server-sandbox', signals, ...files, ...command];
};
