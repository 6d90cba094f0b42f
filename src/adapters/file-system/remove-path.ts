import { lstat, rmdir, unlink } from 'node:fs/promises';
import type { RemoveOptions, SymlinkOptions } from '../../application/ports/file-system.js';
import { isASymbolicLink, recursiveNoFollow } from './file-error.js';
import { toHostBytes } from './host-path-bytes.js';
import { listEntries } from './list-entries.js';
import { PinnedDirectory, withoutLinks } from './pinned-directory.js';

/** Removes what is there; never what a symbolic link leads to. */
export const removePath = async (
  path: string,
  { recursive, force, followSymlinks }: SymlinkOptions & RemoveOptions,
): Promise<void> => {
  if (recursive && !followSymlinks) throw recursiveNoFollow();
  try {
    if (followSymlinks) await removeEntry(toHostBytes(path), recursive);
    else await withoutLinks(path, (parent, name) => removeUnlinked(parent.entry(name)));
  } catch (error) {
    if (!(force && isMissing(error))) throw error;
  }
};

const removeEntry = async (entry: Buffer, recursive: boolean): Promise<void> => {
  const isDirectory = (await lstat(entry)).isDirectory();
  if (isDirectory && recursive) await removeContents(entry);
  await (isDirectory ? rmdir(entry) : unlink(entry));
};

const removeUnlinked = async (entry: Buffer): Promise<void> => {
  const stats = await lstat(entry);
  if (stats.isSymbolicLink()) throw isASymbolicLink();
  await (stats.isDirectory() ? rmdir(entry) : unlink(entry));
};

/** Held open on the way down: a directory that becomes a link meanwhile leads nowhere else. */
const removeContents = async (path: Buffer): Promise<void> => {
  const directory = await PinnedDirectory.open(path);
  try {
    for (const { name } of await listEntries(directory.path)) {
      await removeEntry(directory.entry(name), true).catch((error) => {
        if (!isMissing(error)) throw error;
      });
    }
  } finally {
    directory.close();
  }
};

const isMissing = (error: unknown): boolean => (error as { code?: unknown }).code === 'ENOENT';
