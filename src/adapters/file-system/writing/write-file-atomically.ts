import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, stat } from 'node:fs/promises';
import { errnoOf } from '../errno-of.js';
import { notAFile } from '../file-error.js';
import { entryOf, fromHostBytes, splitEntry } from '../host-path-bytes.js';
import { losesNothing, overwriteFile, type Present } from './overwrite-file.js';
import { MAX_PATH_BYTES, NotReplaceable, replaceByRename } from './replace-by-rename.js';
import type { WriteContent } from './write-content.js';

export interface ReplaceOptions {
  readonly followSymlinks: boolean;
  /** Permission bits that the file has afterwards; undefined: those it had, or by the umask. */
  readonly mode: number | undefined;
}

/** There is no room for a second file: of bytes, inodes, descriptors, or in the longest path. */
const NO_ROOM: ReadonlySet<unknown> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'ENAMETOOLONG',
]);

/** As many links as the kernel follows. */
const MAX_LINKS = 40;

/**
 * Creates a file or replaces what is in it, so that whoever looks finds the old content or the new, also after
 * a failure or a crash: the new content gets a file of its own, which takes the name over. Where that would
 * break what the file is (other hard links, an owner that cannot be given, a directory that cannot be written
 * to, a mount point), the content is changed in place; and so it is where there is no room for another file,
 * if that can lose nothing of the old content but by a crash.
 */
export const writeFileAtomically = async (
  entry: Buffer,
  options: ReplaceOptions,
  fill: WriteContent,
): Promise<void> => {
  const present = await openPresent(entry, options);
  if (present === undefined) {
    const path = options.followSymlinks ? await followLinks(entry) : entry;
    await replaceByRename(path, undefined, options.mode, fill);
    return;
  }
  try {
    const path = options.followSymlinks ? await followLinks(entry) : entry;
    const stats = await present.file.stat();
    if (isSpecial(stats)) {
      throw notAFile(fromHostBytes(entry));
    }
    await replacePresent({ ...present, path, stats }, options, fill);
  } finally {
    await present.file.close();
  }
};

/** Opened for writing, since that is what asks for the permission; undefined when it is missing. */
const openPresent = async (
  entry: Buffer,
  { followSymlinks }: ReplaceOptions,
): Promise<Pick<Present, 'file' | 'isReadable'> | undefined> => {
  const follow = followSymlinks ? 0 : constants.O_NOFOLLOW;
  const openFor = (access: number): Promise<FileHandle> =>
    open(entry, access | constants.O_NONBLOCK | follow);
  try {
    const stats = await (followSymlinks ? stat(entry) : lstat(entry));
    if (isSpecial(stats)) {
      throw notAFile(fromHostBytes(entry));
    }
    try {
      return { file: await openFor(constants.O_RDWR), isReadable: true };
    } catch (error) {
      if (errnoOf(error) !== 'EACCES') {
        throw error;
      }
      return { file: await openFor(constants.O_WRONLY), isReadable: false };
    }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};

const replacePresent = async (
  present: Present,
  { mode }: ReplaceOptions,
  fill: WriteContent,
): Promise<void> => {
  try {
    const { path, stats } = present;
    if (stats.nlink > 1 || !(await isSame(path, stats))) {
      throw new NotReplaceable();
    }
    await replaceByRename(path, stats, mode, fill);
  } catch (error) {
    const isBetterInPlace =
      error instanceof NotReplaceable ||
      (NO_ROOM.has(errnoOf(error)) && (await losesNothing(present)));
    if (!isBetterInPlace) {
      throw error;
    }
    await overwriteFile(present, mode, fill);
  }
};

/** Where a path leads to in the end, and where a file is created that dangling links lead to. */
const followLinks = async (entry: Buffer): Promise<Buffer> => {
  let target = entry;
  for (let links = 0; links < MAX_LINKS; links += 1) {
    let text: Buffer;
    try {
      text = await readlink(target, { encoding: 'buffer' });
    } catch {
      return target;
    }
    target = text.at(0) === 0x2f ? text : entryOf(splitEntry(target).directory, text);
  }
  throw Object.assign(new Error(), { code: 'ELOOP' });
};

const isSpecial = (stats: Stats): boolean =>
  !stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink();

const isSame = async (path: Buffer, { dev, ino }: Stats): Promise<boolean> => {
  // A link may lead farther than its target can be told.
  if (path.length > MAX_PATH_BYTES) {
    return false;
  }
  const found = await lstat(path);
  return found.dev === dev && found.ino === ino;
};
