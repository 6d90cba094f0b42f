import { isExecutable } from '../../adapters/shared/is-executable.js';
import type { Logger } from '../../application/ports/logger.js';

const SHELL = '/bin/sh';

/** Starts its arguments, forwards signals, reaps orphans (`wait` does), and exits with the same status. */
export const INIT_SCRIPT = `
exec 3<&0
"$@" <&3 3<&- &
main=$!
exec 3<&-
for signal in HUP INT QUIT TERM USR1 USR2 XCPU; do
  trap "kill -$signal $main" "$signal"
done
while :; do
  wait "$main"
  status=$?
  kill -0 "$main" 2>/dev/null || exit "$status"
done
`;

/** `process.execve`, from Node 22.15. */
type Execve = (file: string, argv: readonly string[], env: NodeJS.ProcessEnv) => never;

/**
 * PID 1, as in a container, inherits all orphans, and Node reaps only its own children, so orphans would stay
 * zombies. Where Node has `execve`, it replaces itself by a shell that reaps orphans and starts the daemon
 * again.
 */
export const runUnderInit = (): void => {
  const { execve } = process as { execve?: Execve };
  // Sockets that were passed are for this very process, and closed where it becomes another program.
  const hasSockets = process.env.LISTEN_PID === '1';
  if (process.pid !== 1 || hasSockets || execve === undefined || !isExecutable(SHELL)) {
    return;
  }
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  execve(SHELL, [SHELL, '-c', INIT_SCRIPT, 'exec-server-init', ...command], process.env);
};

/** Warns that an init process is missing. */
export const warnIfPidOne = (logger: Logger): void => {
  if (process.pid !== 1) {
    return;
  }
  logger.warn('running as PID 1: orphaned processes are not reaped and stay zombies', {
    advice: 'start it below an init (docker run --init), or with Node.js 22.15 or newer',
  });
};
