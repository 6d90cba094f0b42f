import { lstat, rmdir, unlink } from 'node:fs/promises';
import type { RemoveOptions, SymlinkOptions } from '../../../application/ports/file-system.js';
import { errorCode } from '../../shared/errno.js';
import { withNoFollowParent } from '../directory-handle.js';
import { isASymbolicLink, recursiveNoFollow } from '../file-error.js';
import { toHostBytes } from '../host-path-bytes.js';
import { DirectoryTrail } from './directory-trail.js';
import { type HostEntry, listEntries } from './list-entries.js';

/** Removes a path; the target of a symbolic link is never removed. */
export const removePath = async (
  path: string,
  { recursive, force, followSymlinks }: SymlinkOptions & RemoveOptions,
): Promise<void> => {
  if (recursive && !followSymlinks) {
    throw recursiveNoFollow();
  }
  try {
    if (followSymlinks) {
      await removeEntry(toHostBytes(path), recursive);
    } else {
      await withNoFollowParent(path, (parent, name) => removeUnlinked(parent.entry(name)));
    }
  } catch (error) {
    if (!(force && errorCode(error) === 'ENOENT')) {
      throw error;
    }
  }
};

const removeEntry = async (entry: Buffer, recursive: boolean): Promise<void> => {
  const isDirectory = (await lstat(entry)).isDirectory();
  if (isDirectory && recursive) {
    await removeContents(entry);
  }
  await (isDirectory ? rmdir(entry) : unlink(entry));
};

const removeUnlinked = async (entry: Buffer): Promise<void> => {
  const stats = await lstat(entry);
  if (stats.isSymbolicLink()) {
    throw isASymbolicLink();
  }
  await (stats.isDirectory() ? rmdir(entry) : unlink(entry));
};

/** A directory on the way down, and its entries that are not removed yet. */
interface Level {
  readonly name: Buffer;
  readonly entries: HostEntry[];
}

/** Iteratively: a tree may be deeper than the stack, the longest path and the open-file limit allow. */
const removeContents = async (path: Buffer): Promise<void> => {
  const trail = await DirectoryTrail.open(path);
  try {
    const levels: Level[] = [{ name: path, entries: await remaining(trail) }];
    for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
      const entry = level.entries.pop();
      if (entry === undefined) {
        levels.pop();
        if (levels.length > 0) {
          await leaveAndRemove(trail, level.name);
        }
      } else if (await isEntered(trail, entry)) {
        levels.push({ name: entry.name, entries: await remaining(trail) });
      } else {
        await unlessMissing(unlink(trail.current.entry(entry.name)));
      }
    }
  } finally {
    trail.close();
  }
};

/** The entries to remove; empty when the directory was removed meanwhile. */
const remaining = async (trail: DirectoryTrail): Promise<HostEntry[]> => {
  try {
    return [...(await listEntries(trail.current.path))];
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return [];
    }
    throw error;
  }
};

/** Enters the entry if it is a directory; false for one that has become a link meanwhile. */
const isEntered = async (trail: DirectoryTrail, { name, kind }: HostEntry): Promise<boolean> => {
  if (kind !== 'directory') {
    return false;
  }
  try {
    await trail.down(name);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR' || errorCode(error) === 'ENOENT') {
      return false;
    }
    throw error;
  }
};

const leaveAndRemove = async (trail: DirectoryTrail, name: Buffer): Promise<void> => {
  (await trail.up()).close();
  await unlessMissing(rmdir(trail.current.entry(name)));
};

const unlessMissing = async (removed: Promise<void>): Promise<void> => {
  try {
    await removed;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
  }
};
