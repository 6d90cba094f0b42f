import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

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
  candidates: readonly string[] = [tmpdir(), ...USUAL],
): string => {
  const usable = candidates.find(isUsable) ?? candidates.at(-1) ?? '/';
  return resolve(usable);
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
