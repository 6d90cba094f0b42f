import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathBytes } from '../rules/paths.js';

/**
 * Whether an unprivileged process of this user could create a missing path. It could not on a read-only file system,
 * in an immutable directory, or in another user's directory without write permission. It could in this user's own
 * directories, since it could change their mode.
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
