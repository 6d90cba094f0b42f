import { copyIntoItself, copyNeedsRecursive, copyUnsupported, fileError } from '../file-error.js';
import {
  type MemoryDirectory,
  type MemoryFile,
  MemoryLink,
  type MemoryNode,
} from './memory-node.js';
import type { MemoryTree } from './memory-tree.js';

/** What a copy does besides. */
export interface CopyActions {
  /** Creates the directory with its parents, or throws when something else is there. */
  makeDirectories(path: string): void;
  /** The file to be written, created when it is missing. */
  fileAt(path: string): MemoryFile;
  nowMs(): number;
}

/** Copies as `fs/copy` says. @throws {ExecServerError} */
export const copyInMemory = (
  tree: MemoryTree,
  source: string,
  destination: string,
  { recursive, actions }: { recursive: boolean; actions: CopyActions },
): void => {
  const node = tree.get(source, 'inner');
  if (node.kind === 'other') throw copyUnsupported();
  if (node.kind === 'directory') {
    if (!recursive) throw copyNeedsRecursive();
    if (isWithin(tree, destination, source)) throw copyIntoItself();
  }
  copyNode(tree, node, destination, actions);
};

const copyNode = (
  tree: MemoryTree,
  node: MemoryNode,
  destination: string,
  actions: CopyActions,
): void => {
  if (node.kind === 'directory') copyDirectory(tree, node, destination, actions);
  else if (node.kind === 'link') copyLink(tree, node, destination);
  else if (node.kind === 'file') copyFile(node, destination, actions);
};

const copyDirectory = (
  tree: MemoryTree,
  { entries }: MemoryDirectory,
  destination: string,
  actions: CopyActions,
): void => {
  actions.makeDirectories(destination);
  for (const [name, node] of [...entries]) copyNode(tree, node, `${destination}/${name}`, actions);
};

const copyLink = (tree: MemoryTree, { target }: MemoryLink, destination: string): void => {
  const { directory, name, node } = tree.find(destination, 'inner');
  if (node !== undefined) throw fileError('EEXIST');
  directory.entries.set(name, new MemoryLink(target));
};

const copyFile = (source: MemoryFile, destination: string, actions: CopyActions): void => {
  const target = actions.fileAt(destination);
  target.bytes = source.bytes.slice();
  target.mode = source.mode;
  target.modifiedAtMs = actions.nowMs();
};

/** Whether a copy to `destination` would be a copy of itself. */
const isWithin = (tree: MemoryTree, destination: string, source: string): boolean => {
  const outer = tree.find(source, 'inner').path;
  const inner = canonicalOrMissing(tree, destination);
  return inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
};

const canonicalOrMissing = (tree: MemoryTree, path: string): string => {
  try {
    const place = tree.find(path, 'all');
    if (place.node !== undefined) return place.path;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'not-found') throw error;
  }
  const slash = path.lastIndexOf('/');
  const parent = canonicalOrMissing(tree, path.slice(0, slash) || '/');
  return `${parent === '/' ? '' : parent}${path.slice(slash)}`;
};
