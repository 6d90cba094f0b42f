import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, stat } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import { notAFile } from '../file-error.js';
import { entryOf, fromHostBytes, splitEntry } from '../host-path-bytes.js';
import { losesNothing, overwriteFile, type Present } from './overwrite-file.js';
import { MAX_PATH_BYTES, NotReplaceable, replaceByRename } from './replace-by-rename.js';
import type { WriteContent } from './write-content.js';

export interface ReplaceOptions {
  readonly followSymlinks: boolean;
  /** Permission bits of the result; undefined: those it had, or the default with the umask. */
  readonly mode: number | undefined;
}

/** Errors that mean that no second file can be created: no space, inodes or descriptors, or a path too long. */
const NO_ROOM: ReadonlySet<unknown> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EMFILE',
  'ENFILE',
  'ENAMETOOLONG',
]);

/** The kernel's limit of symbolic links in a path. */
const MAX_LINKS = 40;

/**
 * Creates a file or replaces its content atomically: readers find the old content or the new, also after a
 * failure or a crash. The new content is written to a temporary file, which is renamed over the old one.
 * Where that would change what the file is (hard links, an owner that cannot be set, a directory without
 * write permission, a mount point) the content is changed in place; likewise where there is no room for
 * another file, if the old content can then be lost by a crash only.
 */
export const writeFileAtomically = async (
  entry: Buffer,
  options: ReplaceOptions,
  fill: WriteContent,
): Promise<void> => {
  const looking = options.followSymlinks ? followLinks(entry) : Promise.resolve(entry);
  // It is awaited below, once the permission is checked.
  looking.catch(() => undefined);
  const present = await openPresent(entry, options);
  if (present === undefined) {
    await replaceByRename({
      path: await looking,
      former: undefined,
      isLocal: false,
      mode: options.mode,
      fill,
    });
    return;
  }
  try {
    const path = await looking;
    const [stats, found] = await Promise.all([present.file.stat(), lstatUnlessTooLong(path)]);
    if (isSpecial(stats)) {
      throw notAFile(fromHostBytes(entry));
    }
    const isReplaceable = stats.nlink === 1 && isSame(found, stats);
    await replacePresent({ ...present, path, stats }, isReplaceable, options, fill);
  } finally {
    await present.file.close();
  }
};

/** Opened for writing, which checks the permission; undefined when the file is missing. */
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
      if (errorCode(error) !== 'EACCES') {
        throw error;
      }
      return { file: await openFor(constants.O_WRONLY), isReadable: false };
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
};

const replacePresent = async (
  present: Present,
  isReplaceable: boolean,
  { mode }: ReplaceOptions,
  fill: WriteContent,
): Promise<void> => {
  try {
    const { path, stats } = present;
    if (!isReplaceable) {
      throw new NotReplaceable();
    }
    await replaceByRename({ path, former: stats, isLocal: false, mode, fill });
  } catch (error) {
    const isBetterInPlace =
      error instanceof NotReplaceable ||
      (NO_ROOM.has(errorCode(error)) && (await losesNothing(present)));
    if (!isBetterInPlace) {
      throw error;
    }
    await overwriteFile(present, mode, fill);
  }
};

/** The target of a path, links followed; for a dangling link the path where the file would be created. */
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

/** Undefined for a path that is too long, to which a chain of links may lead. */
const lstatUnlessTooLong = async (path: Buffer): Promise<Stats | undefined> =>
  path.length > MAX_PATH_BYTES ? undefined : lstat(path);

const isSame = (found: Stats | undefined, { dev, ino }: Stats): boolean =>
  found?.dev === dev && found.ino === ino;
