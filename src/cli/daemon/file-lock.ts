import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { CliError } from '../cli-error.js';

const LOCK_SHARED = 1;
const LOCK_EXCLUSIVE = 2;
const DO_NOT_WAIT = 4;
const RETRY_MS = 20;
/** A daemon starts in a quarter of a second on an idle machine. */
const TIMEOUT_MS = 30_000;

/** `flock`, which Node does not have. The kernel releases the lock with the process, however that ends. */
const loadFlock = async (): Promise<(fd: number, operation: number) => boolean> => {
  const { default: koffi } = await import('koffi');
  const flock = koffi.load(null).func('int flock(int, int)');
  return (fd, operation) => flock(fd, operation) === 0;
};

/** Runs `action` while no other process has the lock. @throws {CliError} after half a minute */
export const withFileLock = async <T>(path: string, action: () => Promise<T>): Promise<T> => {
  const flock = await loadFlock();
  const fd = openSync(path, 'a', 0o600);
  try {
    const untilMs = performance.now() + TIMEOUT_MS;
    while (!flock(fd, LOCK_EXCLUSIVE | DO_NOT_WAIT)) {
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
  flock(fd, LOCK_SHARED | DO_NOT_WAIT);
  return fd;
};
