import { lstat, stat } from 'node:fs/promises';
import { translateErrors } from '../file-error.js';
import { fromHostBytes, toHostBytes } from '../host-path-bytes.js';
import { listEntries } from './list-entries.js';
import type { Tree, TreeEntry } from './walk-tree.js';

/** The files of this host, for `walkTree`. */
export const nodeFileTree: Tree = {
  stat: (path) => translateErrors(look(toHostBytes(path))),
  list: (path) => translateErrors(list(toHostBytes(path))),
  identity: (path) => translateErrors(identity(toHostBytes(path))),
};

const look = async (path: Buffer): Promise<{ isDirectory: boolean; isSymlink: boolean }> => {
  const itself = await lstat(path);
  const isSymlink = itself.isSymbolicLink();
  const target = isSymlink ? await stat(path) : itself;
  return { isDirectory: target.isDirectory(), isSymlink };
};

const list = async (path: Buffer): Promise<TreeEntry[]> =>
  [...(await listEntries(path))]
    .sort((one, other) => Buffer.compare(one.name, other.name))
    .map(({ name, kind }) => ({ name: fromHostBytes(name), kind }));

const identity = async (path: Buffer): Promise<string> => {
  const { dev, ino } = await stat(path, { bigint: true });
  return `${dev}:${ino}`;
};
