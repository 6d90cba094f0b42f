import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathBytes } from '../rules/paths.js';

/**
 * Whether a process of this user, without privileges, could make a name that does not exist: not on a
 * read-only file system, in an immutable directory, or in somebody else's that it may not write to. A directory
 * of its own is different, since it could change the mode.
 */
export const canCreate = async (path: string): Promise<boolean> => {
  const directory = dirname(path);
  try {
    await access(pathBytes(directory), constants.W_OK | constants.X_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EROFS' || code === 'EPERM') {
      return false;
    }
    return code !== 'EACCES' || (await isOwn(directory));
  }
};

const isOwn = async (directory: string): Promise<boolean> => {
  const found = await stat(pathBytes(directory)).catch(() => undefined);
  return found === undefined || found.uid === process.geteuid?.();
};
