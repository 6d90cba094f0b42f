import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LOCK, loadFlock } from '../../adapters/shared/flock.js';
import { CliError } from '../cli-error.js';

const RETRY_MS = 20;
/** A daemon starts in a quarter of a second on an idle machine. */
const TIMEOUT_MS = 30_000;

/** Runs `action` while no other process has the lock. @throws {CliError} after half a minute */
export const withFileLock = async <T>(path: string, action: () => Promise<T>): Promise<T> => {
  const flock = await loadFlock();
  const fd = openSync(path, 'a', 0o600);
  try {
    const untilMs = performance.now() + TIMEOUT_MS;
    while (!flock(fd, LOCK.exclusive | LOCK.doNotWait)) {
      if (performance.now() > untilMs) {
        throw new CliError(
          `another exec-server has been starting the daemon for ${TIMEOUT_MS / 1000} s and holds ${path}`,
        );
      }
      await sleep(RETRY_MS);
    }
    return await action();
  } finally {
    closeSync(fd);
  }
};

/**
 * A descriptor with a shared lock on a directory. As long as any process has it open, systemd-tmpfiles leaves the
 * directory alone, which removes what is old from `/tmp`.
 */
export const lockDirectory = async (path: string): Promise<number> => {
  const flock = await loadFlock();
  const fd = openSync(path, 'r');
  flock(fd, LOCK.shared | LOCK.doNotWait);
  return fd;
};
