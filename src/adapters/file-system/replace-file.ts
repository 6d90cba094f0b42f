import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import {
  type FileHandle,
  lstat,
  open,
  readlink,
  realpath,
  rename,
  stat,
  unlink,
} from 'node:fs/promises';
import { notAFile } from './file-error.js';
import { entryOf, fromHostBytes, splitEntry } from './host-path-bytes.js';

/** Writes all of the new content from the start of the file, and resolves with its length. */
export type Fill = (file: FileHandle) => Promise<number>;

export interface ReplaceOptions {
  readonly followSymlinks: boolean;
  /** Permission bits that the file has afterwards; undefined: those it had, or by the umask. */
  readonly mode: number | undefined;
}

/** What a directory or a file does not allow, although the content of the file may be changed. */
const NOT_REPLACEABLE: ReadonlySet<unknown> = new Set([
  'EACCES',
  // In a user namespace: an owner that is not known there.
  'EINVAL',
  'EPERM',
  'EROFS',
  'EBUSY',
  'EXDEV',
]);

/** As many links as the kernel follows. */
const MAX_LINKS = 40;

/**
 * Creates a file or replaces what is in it, so that whoever looks finds the old content or the new, also after
 * a failure or a crash: the new content gets a file of its own, which takes the name over. Where that would
 * break what the file is (other hard links, an owner that cannot be given, a directory that cannot be written
 * to, a mount point), the content is changed in place.
 */
export const replaceFile = async (
  entry: Buffer,
  options: ReplaceOptions,
  fill: Fill,
): Promise<void> => {
  const present = await openPresent(entry, options);
  if (present === undefined) {
    const target = options.followSymlinks ? await followMissing(entry) : entry;
    await replaceBy(target, undefined, options.mode, fill);
    return;
  }
  try {
    await replacePresent(present, entry, options, fill);
  } finally {
    await present.close();
  }
};

/** Opened for writing, since that is what asks for the permission; undefined when it is missing. */
const openPresent = async (
  entry: Buffer,
  { followSymlinks }: ReplaceOptions,
): Promise<FileHandle | undefined> => {
  const flags = constants.O_WRONLY | constants.O_NONBLOCK;
  try {
    const stats = await (followSymlinks ? stat(entry) : lstat(entry));
    if (isSpecial(stats)) throw notAFile(fromHostBytes(entry));
    return await open(entry, followSymlinks ? flags : flags | constants.O_NOFOLLOW);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

const replacePresent = async (
  present: FileHandle,
  entry: Buffer,
  { followSymlinks, mode }: ReplaceOptions,
  fill: Fill,
): Promise<void> => {
  const stats = await present.stat();
  if (isSpecial(stats)) throw notAFile(fromHostBytes(entry));
  const name = followSymlinks ? await realpath(entry, { encoding: 'buffer' }) : entry;
  if (stats.nlink === 1 && (await isSame(name, stats))) {
    try {
      await replaceBy(name, stats, mode, fill);
      return;
    } catch (error) {
      if (!(error instanceof NotReplaceable)) throw error;
    }
  }
  const length = await fill(present);
  await present.truncate(length);
  if (mode !== undefined) await present.chmod(mode);
};

/** A file of the new content takes the name; nothing of it is left when that fails. */
const replaceBy = async (
  name: Buffer,
  former: Stats | undefined,
  mode: number | undefined,
  fill: Fill,
): Promise<void> => {
  const temporary = entryOf(
    splitEntry(name).directory,
    Buffer.from(`.exec-server-${randomUUID()}`),
  );
  const guarded = former === undefined ? passOn : unlessNotReplaceable;
  const file = await guarded(
    open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
      former === undefined && mode === undefined ? 0o666 : 0o600,
    ),
  );
  try {
    try {
      await guarded(takeOver(file, former, mode));
      await fill(file);
      // Before it has the name: after a crash of the system the name must not stand for less.
      await file.datasync();
    } finally {
      await file.close();
    }
    await guarded(rename(temporary, name));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
};

/** Before anything is written: set-user-id and set-group-id go as they do when a file is written in place. */
const takeOver = async (
  file: FileHandle,
  former: Stats | undefined,
  mode: number | undefined,
): Promise<void> => {
  if (former !== undefined) {
    const { uid, gid } = await file.stat();
    if (uid !== former.uid || gid !== former.gid) await file.chown(former.uid, former.gid);
  }
  const bits = mode ?? former?.mode;
  if (bits !== undefined) await file.chmod(bits & 0o7777);
};

/** Where a file is created that dangling links lead to. */
const followMissing = async (entry: Buffer): Promise<Buffer> => {
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

class NotReplaceable extends Error {}

const unlessNotReplaceable = <T>(step: Promise<T>): Promise<T> =>
  step.catch((error) => {
    throw NOT_REPLACEABLE.has(errnoOf(error)) ? new NotReplaceable() : error;
  });

const passOn = <T>(step: Promise<T>): Promise<T> => step;

const isSpecial = (stats: Stats): boolean =>
  !stats.isFile() && !stats.isDirectory() && !stats.isSymbolicLink();

const isSame = async (name: Buffer, { dev, ino }: Stats): Promise<boolean> => {
  const found = await lstat(name);
  return found.dev === dev && found.ino === ino;
};

const errnoOf = (error: unknown): unknown => (error as { code?: unknown }).code;
