import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';

/** What systems have for temporary files, if `TMPDIR` is of no use; a container that is read-only, the last. */
const USUAL = ['/tmp', '/var/tmp', '/dev/shm'];

/** Where this process can make files, as an absolute path; the last candidate when it can nowhere. */
export const temporaryFolder = (candidates: readonly string[] = [tmpdir(), ...USUAL]): string => {
  const usable = candidates.find(isUsable) ?? candidates.at(-1) ?? '/';
  return resolve(usable);
};

const isUsable = (path: string): boolean => {
  try {
    // A relative one leads nowhere when the working directory has been removed.
    accessSync(resolve(path), constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};
