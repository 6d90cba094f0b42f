import { fstatSync } from 'node:fs';
import type { Logger } from '../../application/ports/logger.js';
import { StartupError } from '../startup-error.js';
import type { Ending } from './shutdown.js';

const STDIN = 0;

/**
 * Makes sure that standard input can tell of the end of whoever holds its other side.
 *
 * @throws {StartupError} where it cannot: `/dev/null`, a file and a closed descriptor are at their end from the
 * start, and a terminal is not held by the parent.
 */
export const requireParentPipe = (): void => {
  if (!isPipe()) {
    throw new StartupError(
      '--exit-with-parent needs a pipe as standard input, which whoever starts the daemon keeps open',
    );
  }
};

/**
 * Ends the daemon when standard input ends, which the kernel sees to however its parent ended: SIGKILL, a crash and
 * `process.exit` included. What comes before the end is thrown away.
 */
export const endWithParent = (ending: Ending, logger: Logger): void => {
  const end = (): void => {
    logger.info('standard input closed: parent exited');
    ending.begin(0);
  };
  process.stdin.once('end', end).once('error', end).resume();
};

const isPipe = (): boolean => {
  try {
    const found = fstatSync(STDIN);
    return found.isFIFO() || found.isSocket();
  } catch {
    return false;
  }
};
