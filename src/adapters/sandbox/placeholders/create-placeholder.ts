import {
  type BigIntStats,
  closeSync,
  constants,
  fchownSync,
  futimesSync,
  mkdirSync,
  openSync,
  rmdirSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { pathBytes } from '../rules/paths.js';

/** An empty file or directory, created at a protected path that does not exist, so that it can be mounted over. */
export interface Placeholder {
  readonly path: string;
  readonly kind: 'file' | 'directory';
}

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * The time of modification by which another daemon tells a placeholder from an empty file of a user: any write changes
 * it.
 */
const MADE_S = 1.5;
const MADE_NS = 1_500_000_000n;

/**
 * Creates a placeholder as any other program would, since programs outside the sandbox may use it: with the default
 * mode and, by root, for the owner of the parent directory.
 *
 * @param hold is called with its descriptor before another daemon can tell that it is one, and closes it later
 * @throws {NodeJS.ErrnoException}
 */
export const createPlaceholder = <T>({ path, kind }: Placeholder, hold: (fd: number) => T): T => {
  const fd = kind === 'directory' ? createDirectory(path) : openSync(pathBytes(path), 'wx');
  try {
    if (process.geteuid?.() === 0) {
      giveToOwnerOf(dirname(path), fd);
    }
    const held = hold(fd);
    mark(fd);
    return held;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
};

const mark = (fd: number): void => {
  try {
    futimesSync(fd, MADE_S, MADE_S);
  } catch {
    // Some file systems keep no times. Other daemons do not know it for a placeholder then.
  }
};

/** What kind of placeholder a file is that a daemon has made; undefined: it is none. */
export const placeholderKind = (file: BigIntStats): Placeholder['kind'] | undefined => {
  if (file.mtimeNs !== MADE_NS) {
    return undefined;
  }
  if (file.isDirectory()) {
    return 'directory';
  }
  return file.isFile() && file.size === 0n ? 'file' : undefined;
};

/** Creates and opens a directory; removes it again when it cannot be opened. */
const createDirectory = (path: string): number => {
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
