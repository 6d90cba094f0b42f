import {
  closeSync,
  constants,
  fchownSync,
  fstatSync,
  mkdirSync,
  openSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { pathBytes } from '../rules/paths.js';
import type { Identity } from './file-identity.js';

/** Something empty that stands where a protected path does not exist, so that it can be mounted over. */
export interface Placeholder {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Makes it as anything new in its directory is made, so that outside it can be used as if a tool had made it:
 * with the ordinary mode, and for the owner of the directory.
 *
 * @throws {NodeJS.ErrnoException}
 */
export const makePlaceholder = ({ path, kind }: Placeholder): Identity => {
  const fd = kind === 'directory' ? makeDirectory(path) : openSync(pathBytes(path), 'wx');
  try {
    if (process.geteuid?.() === 0) {
      giveToOwnerOf(dirname(path), fd);
    }
    return fstatSync(fd, { bigint: true });
  } finally {
    closeSync(fd);
  }
};

/** Leaves nothing behind where there is no descriptor for it. */
const makeDirectory = (path: string): number => {
  mkdirSync(pathBytes(path));
  try {
    return openSync(pathBytes(path), DIRECTORY);
  } catch (error) {
    rmdirSync(pathBytes(path));
    throw error;
  }
};

const giveToOwnerOf = (directory: string, fd: number): void => {
  try {
    const { uid, gid } = statSync(pathBytes(directory));
    fchownSync(fd, uid, gid);
  } catch {
    // Not every file system and container lets root do so; it protects all the same.
  }
};
