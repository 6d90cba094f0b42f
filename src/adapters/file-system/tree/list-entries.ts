import { readdir, stat } from 'node:fs/promises';
import { entryOf } from '../host-path-bytes.js';

/** What an entry of a directory is; `link`: a symbolic link, whatever it leads to. */
export type EntryKind = 'file' | 'directory' | 'link' | 'other';

export interface HostEntry {
  readonly name: Buffer;
  readonly kind: EntryKind;
}

/** The entries of a directory in the order of the operating system, without `.` and `..`. */
export const listEntries = async (path: Buffer): Promise<readonly HostEntry[]> => {
  const entries = await readdir(path, { withFileTypes: true, encoding: 'buffer' });
  // The types of Node 20 know no names but text here.
  return entries.map((entry) => ({ name: entry.name as unknown as Buffer, kind: kindOf(entry) }));
};

/** What the entry is once links are followed; a link that leads nowhere is `other`. */
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
