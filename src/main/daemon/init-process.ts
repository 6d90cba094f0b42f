import { accessSync, constants } from 'node:fs';
import type { Logger } from '../../application/ports/logger.js';

const SHELL = '/bin/sh';

/** Starts its arguments, hands signals on, reaps whatever ends (`wait` does), and ends as they did. */
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

/** What Node 22.15 and newer has. */
type Execve = (file: string, argv: readonly string[], env: NodeJS.ProcessEnv) => never;

/**
 * Process 1, as in a container, is the parent of all who have lost theirs, and Node reaps only those that it started:
 * jobs of ended processes would stay as zombies. So where Node can become another program, it becomes a shell that
 * reaps and starts the daemon anew.
 */
export const leaveProcessOne = (): void => {
  const { execve } = process as { execve?: Execve };
  if (process.pid !== 1 || execve === undefined || !isExecutable(SHELL)) {
    return;
  }
  const command = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  execve(SHELL, [SHELL, '-c', INIT_SCRIPT, 'exec-server-init', ...command], process.env);
};

/** Asks for an init where there is none. */
export const warnOfProcessOne = (logger: Logger): void => {
  if (process.pid !== 1) {
    return;
  }
  logger.warn('running as PID 1: orphaned processes are not reaped and stay zombies', {
    advice: 'start it below an init (docker run --init), or with Node.js 22.15 or newer',
  });
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};
