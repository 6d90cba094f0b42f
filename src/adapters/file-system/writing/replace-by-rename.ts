import { randomUUID } from 'node:crypto';
import { close, constants, fstatSync, type Stats } from 'node:fs';
import { type FileHandle, open, rename, truncate, unlink } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import { DirectoryHandle } from '../directory-handle.js';
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

/** What is replaced, and by what. */
export interface Replacement {
  /** Without a symbolic link at its end. */
  readonly path: Buffer;
  /** The file with that name; undefined: none. */
  readonly former: Pick<Stats, 'mode' | 'uid' | 'gid'> | undefined;
  /**
   * That file is on a disk of this host: the status of an open file is told without waiting, O_DSYNC flushes each write, and closing cannot
   * fail.
   */
  readonly isLocal: boolean;
  /** Permission bits of the result; undefined: those it had, or the default with the umask. */
  readonly mode: number | undefined;
  readonly fill: WriteContent;
  /**
   * Called once the new file is on disk, which gets the name when this resolves, and is removed when it rejects. Resolves with a
   * descriptor of the former file, or undefined: deleting its content takes longer than the rename, and is done when that is closed.
   */
  readonly beforeRename?: () => Promise<number | undefined>;
}

/**
 * Writes the content to a new file and renames it over the former; removes the new file on failure.
 *
 * @throws {NotReplaceable} when it cannot be replaced, but perhaps changed in place
 */
export const replaceByRename = async (replacement: Replacement): Promise<void> => {
  const { directory, name } = splitEntry(replacement.path);
  const temporary = Buffer.from(`.exec-server-${randomUUID()}`);
  if (entryOf(directory, temporary).length <= MAX_PATH_BYTES) {
    await replaceIn(directory, { name, temporary }, replacement);
    return;
  }
  // The path of the temporary file may exceed the longest path, so it is relative to the open directory.
  const pinned = await DirectoryHandle.openFollowing(directory);
  try {
    await replaceIn(pinned.path, { name, temporary }, replacement);
  } finally {
    pinned.close();
  }
};

const replaceIn = async (
  directory: Buffer,
  names: { name: Buffer; temporary: Buffer },
  replacement: Replacement,
): Promise<void> => {
  const { former, isLocal, fill, beforeRename } = replacement;
  const temporary = entryOf(directory, names.temporary);
  const guarded = former === undefined ? passOn : unlessNotReplaceable;
  const file = await guarded(
    open(
      temporary,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (isLocal ? constants.O_DSYNC : 0),
      firstMode(replacement),
    ),
  );
  const giveName = (): Promise<void> => guarded(rename(temporary, entryOf(directory, names.name)));
  let held: number | undefined;
  try {
    try {
      await guarded(takeOver(file, replacement));
      await fill(file, 0, Number.POSITIVE_INFINITY);
      // Before the rename: after a system crash the name must not refer to incomplete content. With O_DSYNC the write has done it.
      if (!isLocal) {
        await flush(file);
      }
      held = await beforeRename?.();
    } catch (error) {
      await file.close();
      throw error;
    }
    // In any case before the answer: a program that is open for writing cannot be started.
    if (isLocal) {
      await Promise.all([giveName(), file.close()]);
    } else {
      await file.close();
      await giveName();
    }
  } catch (error) {
    // In an append-only directory it cannot be removed, so it is emptied instead.
    await unlink(temporary).catch(() => truncate(temporary).catch(() => undefined));
    throw error;
  } finally {
    if (held !== undefined) {
      close(held, () => undefined);
    }
  }
};

/**
 * Grants no more than the final mode, also while owner and group are not yet those of the former file: a file that is opened stays open
 * when its mode changes.
 */
export const firstMode = ({ former, mode }: Replacement): number => {
  if (former === undefined && mode === undefined) {
    return 0o666;
  }
  const bits = (mode ?? former?.mode ?? 0) & 0o7777;
  const isAlikeForOthers = ((bits >> 3) & 0o7) === (bits & 0o7);
  return isAlikeForOthers && bits <= 0o777 ? bits : 0o600;
};

/** Before anything is written, so that set-user-id and set-group-id are cleared as by a write in place. */
const takeOver = async (
  file: FileHandle,
  { former, isLocal, mode }: Replacement,
): Promise<void> => {
  const bits = mode ?? former?.mode;
  if (bits === undefined) {
    return;
  }
  const created = isLocal ? fstatSync(file.fd) : await file.stat();
  if (former !== undefined && (created.uid !== former.uid || created.gid !== former.gid)) {
    await file.chown(former.uid, former.gid);
  }
  if ((created.mode & 0o7777) !== (bits & 0o7777)) {
    await file.chmod(bits & 0o7777);
  }
};

const unlessNotReplaceable = <T>(step: Promise<T>): Promise<T> =>
  step.catch((error) => {
    throw NOT_REPLACEABLE.has(errorCode(error)) ? new NotReplaceable() : error;
  });

const passOn = <T>(step: Promise<T>): Promise<T> => step;
