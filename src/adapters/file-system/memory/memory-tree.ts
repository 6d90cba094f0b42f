import { encodePath } from '../../../domain/files/path-encoding.js';
import { fileError } from '../file-error.js';
import type { Tree, TreeEntry } from '../tree/walk-tree.js';
import { MemoryDirectory, type MemoryNode } from './memory-node.js';

/** Which symbolic links of a path are followed: all, all but the last component, or none. */
export type Follow = 'all' | 'inner' | 'none';

/** A resolved path: a name in a directory, and the node with that name, if any. */
export interface Place {
  readonly directory: MemoryDirectory;
  readonly name: string;
  readonly node: MemoryNode | undefined;
  /** Without symbolic links. */
  readonly path: string;
}

/** The kernel's limits of symbolic links in a path and of bytes in a name. */
const MAX_LINKS = 40;
const MAX_NAME_BYTES = 255;
const MAX_PATH_BYTES = 4095;

/** A tree of files in memory, with the kernel's path resolution. */
export class MemoryTree implements Tree {
  readonly #root: MemoryDirectory;
  readonly #ids = new WeakMap<MemoryNode, string>();
  #lastId = 0;

  constructor(nowMs: number) {
    this.#root = new MemoryDirectory(nowMs);
  }

  /** @throws {ExecServerError} when a component before the last is missing or not a directory. */
  find(path: string, follow: Follow): Place {
    if (encodePath(path).length > MAX_PATH_BYTES) {
      throw fileError('ENAMETOOLONG');
    }
    const pending = components(path).reverse();
    let stack: Step[] = [{ name: '', directory: this.#root }];
    let links = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '.') {
        continue;
      }
      if (name === '..') {
        if (stack.length > 1) {
          stack.pop();
        }
        continue;
      }
      if (encodePath(name).length > MAX_NAME_BYTES) {
        throw fileError('ENAMETOOLONG');
      }
      const { directory } = stack.at(-1) as Step;
      const node = directory.entries.get(name);
      const isLast = pending.length === 0;
      if (node?.kind === 'link' && (isLast ? follow === 'all' : follow !== 'none')) {
        links += 1;
        if (links > MAX_LINKS) {
          throw fileError('ELOOP');
        }
        if (node.target.startsWith('/')) {
          stack = stack.slice(0, 1);
        }
        pending.push(...components(node.target).reverse());
      } else if (isLast) {
        return { directory, name, node, path: pathOf([...stack, { name, directory }]) };
      } else {
        if (node === undefined) {
          throw fileError('ENOENT');
        }
        if (node.kind !== 'directory') {
          throw fileError('ENOTDIR');
        }
        stack.push({ name, directory: node });
      }
    }
    const { name, directory } = stack.at(-1) as Step;
    const parent = stack.at(-2)?.directory ?? directory;
    return { directory: parent, name, node: directory, path: pathOf(stack) };
  }

  /** The node at a path. @throws {ExecServerError} when it is missing. */
  get(path: string, follow: Follow): MemoryNode {
    const { node } = this.find(path, follow);
    if (node === undefined) {
      throw fileError('ENOENT');
    }
    return node;
  }

  /** @throws {ExecServerError} when it is missing or not a directory. */
  directory(path: string): MemoryDirectory {
    const node = this.get(path, 'all');
    if (node.kind !== 'directory') {
      throw fileError('ENOTDIR');
    }
    return node;
  }

  /** The node at a path, links followed; `undefined` when it cannot be resolved. */
  target(path: string): MemoryNode | undefined {
    try {
      return this.find(path, 'all').node;
    } catch {
      return undefined;
    }
  }

  async stat(path: string): Promise<{ isDirectory: boolean; isSymlink: boolean }> {
    return {
      isDirectory: this.get(path, 'all').kind === 'directory',
      isSymlink: this.get(path, 'inner').kind === 'link',
    };
  }

  async list(path: string): Promise<TreeEntry[]> {
    return [...this.directory(path).entries]
      .map(([name, { kind }]): TreeEntry => ({ name, kind }))
      .sort((one, other) => Buffer.compare(encodePath(one.name), encodePath(other.name)));
  }

  async identity(path: string): Promise<string> {
    const node = this.get(path, 'all');
    const id = this.#ids.get(node) ?? String(++this.#lastId);
    this.#ids.set(node, id);
    return id;
  }
}

interface Step {
  readonly name: string;
  readonly directory: MemoryDirectory;
}

const components = (path: string): string[] => path.split('/').filter((name) => name !== '');

const pathOf = (steps: readonly Step[]): string => {
  const names = steps.slice(1).map(({ name }) => name);
  return `/${names.join('/')}`;
};
