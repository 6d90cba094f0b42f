import { readdir, stat } from 'node:fs/promises';
import { entryOf } from '../host-path-bytes.js';

/** The kind of a directory entry; `link`: a symbolic link, whatever its target. */
export type EntryKind = 'file' | 'directory' | 'link' | 'other';

export interface HostEntry {
  readonly name: Buffer;
  readonly kind: EntryKind;
}

/** The entries of a directory in the operating system's order, without `.` and `..`. */
export const listEntries = async (path: Buffer): Promise<readonly HostEntry[]> => {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
  // The types for Node 20 declare names as text only.
  return entries.map((entry) => ({ name: entry.name as unknown as Buffer, kind: kindOf(entry) }));
};

/** The kind of an entry with links followed; a dangling link is `other`. */
export const targetKind = async (
  directory: Buffer,
  { name, kind }: HostEntry,
): Promise<EntryKind> => {
  if (kind !== 'link') {
    return kind;
  }
  try {
    return kindOf(await stat(entryOf(directory, name)));
  } catch {
    return 'other';
  }
};

interface Kinds {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

const kindOf = (kinds: Kinds): EntryKind => {
  if (kinds.isFile()) {
    return 'file';
  }
  if (kinds.isDirectory()) {
    return 'directory';
  }
  return kinds.isSymbolicLink() ? 'link' : 'other';
};
