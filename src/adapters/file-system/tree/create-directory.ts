import { mkdir, stat } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import { type DirectoryHandle, withNoFollowParent } from '../directory-handle.js';
import { splitEntry, toHostBytes } from '../host-path-bytes.js';

/** Creates a directory; with `recursive` also its parents, and an existing one is not an error. */
export const createDirectory = async (
  path: string,
  { recursive, followSymlinks }: { recursive: boolean; followSymlinks: boolean },
): Promise<void> => {
  if (followSymlinks) {
    await (recursive ? createDirectories(toHostBytes(path)) : mkdir(toHostBytes(path)));
  } else if (recursive) {
    await withNoFollowParent(
      path,
      async (parent, name) => (await createAndEnter(parent, name)).close(),
      createAndEnter,
    );
  } else {
    await withNoFollowParent(path, (parent, name) => mkdir(parent.entry(name)));
  }
};

/** Creates a directory and its parents, following symbolic links. */
export const createDirectories = async (path: Buffer): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' && path.length > 1) {
      await createDirectories(splitEntry(path).directory);
      await createDirectories(path);
    } else if (code !== 'EEXIST' || !(await isDirectory(path))) {
      throw error;
    }
  }
};

const createAndEnter = async (parent: DirectoryHandle, name: Buffer): Promise<DirectoryHandle> => {
  try {
    await mkdir(parent.entry(name));
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') {
      throw error;
    }
  }
  return parent.enter(name);
};

/** Whether a path leads to a directory, following symbolic links. */
export const isDirectory = async (path: Buffer): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
};
