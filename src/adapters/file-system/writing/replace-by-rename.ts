import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, rename, truncate, unlink } from 'node:fs/promises';
import { DirectoryHandle } from '../directory-handle.js';
import { errnoOf } from '../file-error.js';
import { entryOf, splitEntry } from '../host-path-bytes.js';
import { flush } from './flush.js';
import type { WriteContent } from './write-content.js';

/** Errors of replacing a file whose content may still be writable. */
const NOT_REPLACEABLE: ReadonlySet<unknown> = new Set([
  'EACCES',
  // In a user namespace: the owner has no id there.
  'EINVAL',
  'EPERM',
  'EROFS',
  'EBUSY',
  'EXDEV',
  // A directory without regular files, as those of `/proc`; or the new file was removed by a cleaner.
  'ENOENT',
  'ENOSYS',
  'ENOTSUP',
]);

/** The longest path the kernel accepts. */
export const MAX_PATH_BYTES = 4095;

/** The content can be changed, but no other file can replace this one. */
export class NotReplaceable extends Error {}

/**
 * Writes the content to a new file and renames it over `former`; removes the new file on failure.
 *
 * @param former the file with that name; undefined: none
 * @throws {NotReplaceable} when it cannot be replaced, but perhaps changed in place
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
  // The path of the temporary file may exceed the longest path, so it is relative to the open directory.
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
      // Before the rename: after a system crash the name must not refer to incomplete content.
      await flush(file);
    } finally {
      await file.close();
    }
    await guarded(rename(temporary, entryOf(directory, names.name)));
  } catch (error) {
    // In an append-only directory it cannot be removed, so it is emptied instead.
    await unlink(temporary).catch(() => truncate(temporary).catch(() => undefined));
    throw error;
  }
};

/** Before anything is written, so that set-user-id and set-group-id are cleared as by a write in place. */
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
