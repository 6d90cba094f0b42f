import { chmod, mkdir } from 'node:fs/promises';
import { errorCode } from '../../shared/errno.js';
import type { DirectoryHandle } from '../directory-handle.js';
import { splitEntry } from '../host-path-bytes.js';
import { createDirectories, isDirectory } from './create-directory.js';
import { DirectoryTrail } from './directory-trail.js';
import { type HostEntry, listEntries } from './list-entries.js';

/** Copies an entry that is not a directory. */
export type CopyEntry = (entry: HostEntry, source: Buffer, destination: Buffer) => Promise<void>;

/** While a directory is being filled only its owner has access, since its final mode may be restrictive. */
const WHILE_FILLED = 0o700;

/** Mode bits that a copy takes over: the permissions, and the sticky bit, which only restricts. */
const COPIED_BITS = 0o1777;
/** Mode bits that a new directory inherits from its parent. */
const INHERITED_BITS = 0o6000;

/** A directory on the way down, and its entries that are not copied yet. */
interface Level {
  readonly entries: HostEntry[];
  /** The mode to set when the copy is complete; undefined: it existed before and keeps its mode. */
  readonly mode: number | undefined;
}

/**
 * Copies the contents of a directory iteratively, since a tree may be deeper than the longest path. New
 * directories end up with the permissions of their sources, and never have more meanwhile.
 */
export const copyDirectory = async (
  source: Buffer,
  destination: Buffer,
  copyEntry: CopyEntry,
): Promise<void> => {
  const from = await DirectoryTrail.open(source);
  try {
    const isNew = await createWithParents(destination);
    const to = await DirectoryTrail.openFollowing(destination);
    try {
      const levels = [await enter(from, isNew)];
      for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
        const entry = level.entries.pop();
        if (entry === undefined) {
          levels.pop();
          if (levels.length > 0) {
            await goBack(from, to, level);
          } else {
            await finish(to.current, level);
          }
        } else if (entry.kind === 'directory') {
          levels.push(await descend(from, to, entry.name));
        } else {
          await copyEntry(entry, from.current.entry(entry.name), to.current.entry(entry.name));
        }
      }
    } finally {
      to.close();
    }
  } finally {
    from.close();
  }
};

const descend = async (from: DirectoryTrail, to: DirectoryTrail, name: Buffer): Promise<Level> => {
  await from.down(name);
  const isNew = await make(to.current.entry(name));
  await (isNew ? to.down(name) : to.downFollowing(name));
  return enter(from, isNew);
};

const enter = async ({ current }: DirectoryTrail, isNew: boolean): Promise<Level> => {
  const { mode } = await current.stat();
  const entries = [...(await listEntries(current.path))].reverse();
  return { entries, mode: isNew ? mode & COPIED_BITS : undefined };
};

/** The mode is set after leaving the directory, since it may deny access to its owner. */
const goBack = async (from: DirectoryTrail, to: DirectoryTrail, level: Level): Promise<void> => {
  (await from.up()).close();
  const left = await to.up();
  try {
    await finish(left, level);
  } finally {
    left.close();
  }
};

const finish = async (directory: DirectoryHandle, { mode }: Level): Promise<void> => {
  if (mode === undefined) {
    return;
  }
  const made = await directory.stat();
  await chmod(directory.path, (made.mode & INHERITED_BITS) | mode);
};

/** Creates a directory; false: it existed. */
const make = async (path: Buffer): Promise<boolean> => {
  try {
    await mkdir(path, WHILE_FILLED);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST' && (await isDirectory(path))) {
      return false;
    }
    throw error;
  }
};

const createWithParents = async (path: Buffer): Promise<boolean> => {
  try {
    return await make(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      throw error;
    }
    await createDirectories(splitEntry(path).directory);
    return make(path);
  }
};
