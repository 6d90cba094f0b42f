import type { Stats } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import type { DirectoryHandle } from '../directory-handle.js';
import { errnoOf } from '../errno-of.js';
import { splitEntry } from '../host-path-bytes.js';
import { DirectoryTrail } from './directory-trail.js';
import { type HostEntry, listEntries } from './list-entries.js';
import { makeDirectories } from './make-directory.js';

/** Copies an entry that is no directory, from one path to another. */
export type CopyEntry = (entry: HostEntry, source: Buffer, destination: Buffer) => Promise<void>;

/** While a directory is filled, nobody else may look into it: it may be meant for few. */
const WHILE_FILLED = 0o700;

/** What a copy has of the mode: who may do what, and the bit that keeps names from others, which only takes away. */
const COPIED_BITS = 0o1777;
/** What a directory has besides, by where it was made. */
const INHERITED_BITS = 0o6000;

/** A directory on the way down, and what is still to be copied of it. */
interface Level {
  readonly entries: HostEntry[];
  /** The mode that the copy is to have when it is filled; undefined: it was there before, and keeps its own. */
  readonly mode: number | undefined;
}

/**
 * Copies what is in a directory, level by level: a tree may be deeper than the longest path. Directories that are made
 * have the permissions of their sources in the end, and never more meanwhile.
 */
export const copyDirectory = async (
  source: Buffer,
  destination: Buffer,
  copyEntry: CopyEntry,
): Promise<void> => {
  const from = await DirectoryTrail.open(source);
  try {
    const isNew = await makeWithParents(destination);
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

/** The mode comes when the trail has left: it may be one that lets nobody through. */
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

/** Whether the directory was made; false: there was one. */
const make = async (path: Buffer): Promise<boolean> => {
  try {
    await mkdir(path, WHILE_FILLED);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' && (await isDirectory(path))) {
      return false;
    }
    throw error;
  }
};

const makeWithParents = async (path: Buffer): Promise<boolean> => {
  try {
    return await make(path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') {
      throw error;
    }
    await makeDirectories(splitEntry(path).directory);
    return make(path);
  }
};

const isDirectory = async (path: Buffer): Promise<boolean> =>
  await stat(path).then(
    (found: Stats) => found.isDirectory(),
    () => false,
  );
