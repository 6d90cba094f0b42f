import { copyIntoItself, copyNeedsRecursive, copyUnsupported, fileError } from '../file-error.js';
import { MemoryDirectory, MemoryFile, MemoryLink, type MemoryNode } from './memory-node.js';
import type { MemoryTree } from './memory-tree.js';

/** What a copy needs besides the tree. */
export interface CopyActions {
  /** Creates the directory and its parents, or throws when something else exists there. */
  createDirectories(path: string): void;
  /** The file to write, created when it is missing. */
  fileAt(path: string): MemoryFile;
  nowMs(): number;
}

/** Copies with the rules of `fs/copy`. @throws {ExecServerError} */
export const copyInMemory = (
  tree: MemoryTree,
  source: string,
  destination: string,
  { recursive, actions }: { recursive: boolean; actions: CopyActions },
): void => {
  const node = tree.get(source, 'inner');
  if (node.kind === 'other') {
    throw copyUnsupported();
  }
  if (node.kind === 'directory') {
    if (!recursive) {
      throw copyNeedsRecursive();
    }
    if (isWithin(tree, destination, source)) {
      throw copyIntoItself();
    }
  }
  copyNode(tree, node, destination, actions);
};

const copyNode = (
  tree: MemoryTree,
  node: MemoryNode,
  destination: string,
  actions: CopyActions,
): void => {
  if (node.kind === 'directory') {
    actions.createDirectories(destination);
    copyEntries(tree, node, { directory: tree.directory(destination), path: destination }, actions);
  } else if (node.kind === 'link') {
    const { directory, name } = tree.find(destination, 'inner');
    copyLink(node, directory, name);
  } else if (node.kind === 'file') {
    copyFile(node, actions.fileAt(destination), actions);
  }
};

/** The destination directory; its path may be longer than can be looked up. */
interface Target {
  readonly directory: MemoryDirectory;
  readonly path: string;
}

const copyEntries = (
  tree: MemoryTree,
  { entries }: MemoryDirectory,
  { directory, path: parent }: Target,
  actions: CopyActions,
): void => {
  for (const [name, node] of [...entries]) {
    const path = `${parent}/${name}`;
    const present = directory.entries.get(name);
    if (node.kind === 'link') {
      copyLink(node, directory, name);
    } else if (node.kind === 'directory') {
      const target = present ?? new MemoryDirectory(actions.nowMs());
      if (present === undefined) {
        directory.entries.set(name, target);
      }
      const found = target.kind === 'directory' ? target : tree.target(path);
      if (found?.kind !== 'directory') {
        throw fileError('EEXIST');
      }
      copyEntries(tree, node, { directory: found, path }, actions);
    } else if (node.kind === 'file') {
      const target = present ?? new MemoryFile(new Uint8Array(), node.mode, actions.nowMs());
      if (present === undefined) {
        directory.entries.set(name, target);
      }
      copyFile(node, target.kind === 'file' ? target : actions.fileAt(path), actions);
    }
  }
};

const copyLink = ({ target }: MemoryLink, directory: MemoryDirectory, name: string): void => {
  if (directory.entries.has(name)) {
    throw fileError('EEXIST');
  }
  directory.entries.set(name, new MemoryLink(target));
};

const copyFile = (source: MemoryFile, target: MemoryFile, actions: CopyActions): void => {
  target.bytes = source.bytes.slice();
  target.mode = source.mode;
  target.modifiedAtMs = actions.nowMs();
};

/** Whether `destination` is inside the source. */
const isWithin = (tree: MemoryTree, destination: string, source: string): boolean => {
  const outer = tree.find(source, 'inner').path;
  const inner = canonicalOrMissing(tree, destination);
  return inner === outer || inner.startsWith(outer === '/' ? '/' : `${outer}/`);
};

const canonicalOrMissing = (tree: MemoryTree, path: string): string => {
  try {
    const place = tree.find(path, 'all');
    if (place.node !== undefined) {
      return place.path;
    }
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'not-found') {
      throw error;
    }
  }
  const slash = path.lastIndexOf('/');
  const parent = canonicalOrMissing(tree, path.slice(0, slash) || '/');
  return `${parent === '/' ? '' : parent}${path.slice(slash)}`;
};
