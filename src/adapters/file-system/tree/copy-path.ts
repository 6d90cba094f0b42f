import { constants } from 'node:fs';
import { lstat, open, readlink, realpath, stat, symlink } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import { copyIntoItself, copyNeedsRecursive, copyUnsupported } from '../file-error.js';
import { entryOf, splitEntry, toHostBytes } from '../host-path-bytes.js';
import { fillFrom } from '../writing/write-content.js';
import { writeFileAtomically } from '../writing/write-file-atomically.js';
import { copyDirectory } from './copy-directory.js';
import type { HostEntry } from './list-entries.js';

/** Copies a file, a link as a link, or a directory into an existing one. */
export const copyPath = async (
  sourcePath: string,
  destinationPath: string,
  { recursive }: { recursive: boolean },
): Promise<void> => {
  const source = toHostBytes(sourcePath);
  const destination = toHostBytes(destinationPath);
  const stats = await lstat(source);
  if (stats.isSymbolicLink()) {
    await copyLink(source, destination);
  } else if (stats.isFile()) {
    await copyFile(source, destination);
  } else if (!stats.isDirectory()) {
    throw copyUnsupported();
  } else {
    if (!recursive) {
      throw copyNeedsRecursive();
    }
    if (await isWithin(destination, source)) {
      throw copyIntoItself();
    }
    await copyDirectory(source, destination, copyEntry);
  }
};

/** Copies an entry that is not a directory; special files are left out. */
const copyEntry = async (
  { kind }: HostEntry,
  source: Buffer,
  destination: Buffer,
): Promise<void> => {
  if (kind === 'link') {
    await copyLink(source, destination);
  } else if (kind === 'file') {
    await copyFile(source, destination);
  }
};

const copyLink = async (source: Buffer, destination: Buffer): Promise<void> =>
  symlink(await readlink(source, { encoding: 'buffer' }), destination);

const copyFile = async (source: Buffer, destination: Buffer): Promise<void> => {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
  const file = await open(source, flags);
  try {
    const stats = await file.stat();
    if (!stats.isFile()) {
      throw copyUnsupported();
    }
    if (await isSame(destination, stats)) {
      return;
    }
    const mode = stats.mode & 0o7777;
    await writeFileAtomically(destination, { followSymlinks: true, mode }, fillFrom(file));
  } finally {
    await file.close();
  }
};

/** Whether both are the same file, also by different names: copying would destroy it. */
const isSame = async (
  destination: Buffer,
  { dev, ino }: { dev: number; ino: number },
): Promise<boolean> => {
  const found = await stat(destination).catch(() => undefined);
  return found !== undefined && found.dev === dev && found.ino === ino;
};

/** Whether `destination` is inside the source. */
const isWithin = async (destination: Buffer, source: Buffer): Promise<boolean> => {
  const [inner, outer] = await Promise.all([
    realpathOfMissing(destination),
    realpath(source, { encoding: 'buffer' }),
  ]);
  return inner.equals(outer) || inner.subarray(0, outer.length + 1).equals(entryOf(outer, EMPTY));
};

const EMPTY = Buffer.alloc(0);

const realpathOfMissing = async (path: Buffer): Promise<Buffer> => {
  try {
    return await realpath(path, { encoding: 'buffer' });
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
    const { directory, name } = splitEntry(path);
    return entryOf(await realpathOfMissing(directory), name);
  }
};
