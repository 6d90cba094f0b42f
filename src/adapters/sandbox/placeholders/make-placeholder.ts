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

/** An empty file or directory, created at a protected path that does not exist, so that it can be mounted over. */
export interface Placeholder {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * Creates a placeholder as any other program would, since programs outside the sandbox may use it: with the default
 * mode and, by root, for the owner of the parent directory.
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

/** Creates and opens a directory; removes it again when it cannot be opened. */
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
    // Some file systems and containers forbid it even to root. The placeholder protects the path all the same.
  }
};
