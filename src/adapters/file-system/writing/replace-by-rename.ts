import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, rename, truncate, unlink } from 'node:fs/promises';
import { DirectoryHandle } from '../directory-handle.js';
import { errnoOf } from '../errno-of.js';
import { entryOf, splitEntry } from '../host-path-bytes.js';
import { flush } from './flush.js';
import type { WriteContent } from './write-content.js';

/** What a directory or a file does not allow, although the content of the file may be changed. */
const NOT_REPLACEABLE: ReadonlySet<unknown> = new Set([
  'EACCES',
  // In a user namespace: an owner that is not known there.
  'EINVAL',
  'EPERM',
  'EROFS',
  'EBUSY',
  'EXDEV',
  // A directory that takes no files, as those of `/proc`; a cleaner that has removed the new one.
  'ENOENT',
  'ENOSYS',
  'ENOTSUP',
]);

/** The longest path that the kernel takes. */
export const MAX_PATH_BYTES = 4095;

/** The file can be changed, but no other can take its name. */
export class NotReplaceable extends Error {}

/**
 * Writes a file of the new content, which takes the name over; nothing of it is left when that fails.
 *
 * @param former what has the name; undefined: nothing
 * @throws {NotReplaceable} when it may not be done in this way, but perhaps in place
 */
export const replaceByRename = async (
  path: Buffer,
  former: Stats | undefined,
  mode: number | undefined,
  fill: WriteContent,
): Promise<void> => {
  const { directory, name } = splitEntry(path);
  const temporary = Buffer.from(`.exec-server-${randomUUID()}`);
  if (entryOf(directory, temporary).length <= MAX_PATH_BYTES) {
    await replaceIn(directory, { name, temporary }, former, mode, fill);
    return;
  }
  // The name fits the longest path, the other may not: it is said from the directory.
  const pinned = await DirectoryHandle.openFollowing(directory);
  try {
    await replaceIn(pinned.path, { name, temporary }, former, mode, fill);
  } finally {
    pinned.close();
  }
};

const replaceIn = async (
  directory: Buffer,
  names: { name: Buffer; temporary: Buffer },
  former: Stats | undefined,
  mode: number | undefined,
  fill: WriteContent,
): Promise<void> => {
  const temporary = entryOf(directory, names.temporary);
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
      await fill(file, 0, Number.POSITIVE_INFINITY);
      // Before it has the name: after a crash of the system the name must not stand for less.
      await flush(file);
    } finally {
      await file.close();
    }
    await guarded(rename(temporary, entryOf(directory, names.name)));
  } catch (error) {
    // Where names can be made and not removed (an append-only directory) it stays, but takes no room.
    await unlink(temporary).catch(() => truncate(temporary).catch(() => undefined));
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
    if (uid !== former.uid || gid !== former.gid) {
      await file.chown(former.uid, former.gid);
    }
  }
  const bits = mode ?? former?.mode;
  if (bits !== undefined) {
    await file.chmod(bits & 0o7777);
  }
};

const unlessNotReplaceable = <T>(step: Promise<T>): Promise<T> =>
  step.catch((error) => {
    throw NOT_REPLACEABLE.has(errnoOf(error)) ? new NotReplaceable() : error;
  });

const passOn = <T>(step: Promise<T>): Promise<T> => step;
