import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAGIC } from '../shared/statfs-magic.js';

/**
 * Directories for temporary files when `TMPDIR` is not usable; a read-only container may have the last one
 * only.
 */
const USUAL = ['/tmp', '/var/tmp', '/dev/shm'];

/**
 * The first candidate in which this process can create files, as an absolute path; the last one when there is
 * none.
 */
export const temporaryDirectory = (
  candidates: readonly string[] = [...named(process.env), ...USUAL],
): string => {
  const usable = candidates.find(isUsable) ?? candidates.at(-1) ?? '/';
  return resolve(usable);
};

/** As `os.tmpdir`, which asks for the capabilities of this process at each call: five times as many system calls as the rest. */
const named = ({ TMPDIR, TMP, TEMP }: NodeJS.ProcessEnv): readonly string[] => {
  const directory = TMPDIR || TMP || TEMP;
  return directory ? [directory] : [];
};

/** Where POSIX shared memory is on Linux; a tmpfs almost everywhere. */
const SHARED_MEMORY = '/dev/shm';

/**
 * A directory for what exists only while the daemon runs: on a tmpfs a FIFO is created in a hundredth of the time that a
 * disk's file system takes. Without a usable one, the directory for temporary files.
 */
export const memoryDirectory = (candidate: string = SHARED_MEMORY): string =>
  isUsable(candidate) && isTmpfs(candidate) ? candidate : temporaryDirectory();

const isTmpfs = (path: string): boolean => {
  try {
    return statfsSync(path).type === MAGIC.tmpfs;
  } catch {
    return false;
  }
};

const isUsable = (path: string): boolean => {
  try {
    // A relative path cannot be resolved when the working directory has been removed.
    accessSync(resolve(path), constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};
