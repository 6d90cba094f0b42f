import { fstatSync } from 'node:fs';
import type { Logger } from '../../application/ports/logger.js';
import { StartupError } from '../startup-error.js';
import type { Shutdown } from './shutdown.js';

const STDIN = 0;

/**
 * Checks that standard input is a pipe or socket, whose other end the parent can hold.
 *
 * @throws {StartupError} otherwise: `/dev/null`, a file and a closed descriptor are at their end from the
 * start, and the parent does not hold a terminal open.
 */
export const requireParentPipe = (): void => {
  if (!isPipe()) {
    throw new StartupError(
      '--exit-with-parent requires a pipe on standard input, which the parent process keeps open',
    );
  }
};

/**
 * Stops the daemon at end of file on standard input, which the kernel causes however the parent exits, by
 * SIGKILL or a crash too. Input before the end is discarded.
 */
export const stopWithParent = (shutdown: Shutdown, logger: Logger): void => {
  const end = (): void => {
    logger.info('standard input closed: parent exited');
    shutdown.begin(0);
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
