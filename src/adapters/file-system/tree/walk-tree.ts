import type { Walk, WalkOptions } from '../../../application/ports/file-system.js';
import { ExecServerError } from '../../../domain/errors.js';

/** A tree that can be walked. */
export interface Tree {
  /** The kind of a path's target. @throws {ExecServerError} when it cannot be determined. */
  stat(path: string): Promise<{ readonly isDirectory: boolean; readonly isSymlink: boolean }>;
  /** The entries sorted by name in byte order. @throws {ExecServerError} when it cannot be listed. */
  list(path: string): Promise<readonly TreeEntry[]>;
  /** The same string for every path of one directory. @throws {ExecServerError} when it was removed. */
  identity(path: string): Promise<string>;
}

export interface TreeEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

interface Stop {
  readonly path: string;
  readonly depth: number;
}

/** Directories listed ahead of their turn, to overlap disk latency. */
const AHEAD = 4;

/** Lists a tree breadth first, yielding to the event loop; memory is bounded by the options. */
export const walkTree = async (tree: Tree, root: string, options: WalkOptions): Promise<Walk> => {
  const found = await tree.stat(root);
  if (!found.isDirectory || (found.isSymlink && !options.followDirectorySymlinks)) {
    return { entries: [], errors: [], isTruncated: false };
  }
  const walker = new Walker(tree, options);
  await walker.walk(root);
  const { entries, errors, isTruncated } = walker;
  return { entries, errors, isTruncated };
};

class Walker {
  readonly entries: { path: string; kind: 'file' | 'directory' }[] = [];
  readonly errors: { path: string; message: string }[] = [];
  isTruncated = false;
  readonly #tree: Tree;
  readonly #options: WalkOptions;
  readonly #queue: Stop[] = [];
  readonly #listings = new Map<Stop, Promise<readonly TreeEntry[] | Error>>();
  readonly #seen = new Set<string>();
  #directories = 0;
  /** Files, directories and links visited: what is visited is bounded, not only what is listed. */
  #met = 0;

  constructor(tree: Tree, options: WalkOptions) {
    this.#tree = tree;
    this.#options = options;
  }

  async walk(root: string): Promise<void> {
    await this.#enqueue({ path: root, depth: 0 });
    for (let at = 0; at < this.#queue.length; at += 1) {
      for (const ahead of this.#queue.slice(at, at + AHEAD)) {
        this.#list(ahead);
      }
      const stop = this.#queue[at];
      if (stop !== undefined && !(await this.#visit(stop))) {
        return;
      }
    }
  }

  #list(stop: Stop): Promise<readonly TreeEntry[] | Error> {
    const listing =
      this.#listings.get(stop) ?? this.#tree.list(stop.path).catch((error: Error) => error);
    this.#listings.set(stop, listing);
    return listing;
  }

  /** Resolves with false when the limit of entries is reached. */
  async #visit(stop: Stop): Promise<boolean> {
    const listing = await this.#list(stop);
    this.#listings.delete(stop);
    if (listing instanceof Error) {
      this.#complain(stop.path, listing);
    } else {
      for (const entry of listing) {
        if (!(await this.#meet(stop, entry))) {
          return false;
        }
      }
    }
    return true;
  }

  async #meet({ path: parent, depth }: Stop, { name, kind }: TreeEntry): Promise<boolean> {
    if (kind === 'other') {
      return true;
    }
    if (this.#met === this.#options.maxEntries) {
      this.isTruncated = true;
      return false;
    }
    this.#met += 1;
    const path = parent === '/' ? `/${name}` : `${parent}/${name}`;
    const isDirectory = kind === 'directory' || (kind === 'link' && (await this.#isFollowed(path)));
    if (!isDirectory && kind !== 'file') {
      return true;
    }
    this.entries.push({ path, kind: isDirectory ? 'directory' : 'file' });
    const isPruned = this.#options.pruneHiddenDirectories && name.startsWith('.');
    if (isDirectory && !isPruned && depth < this.#options.maxDepth) {
      await this.#enqueue({ path, depth: depth + 1 });
    }
    return true;
  }

  async #isFollowed(path: string): Promise<boolean> {
    if (!this.#options.followDirectorySymlinks) {
      return false;
    }
    const target = await this.#tree.stat(path).catch(() => undefined);
    return target?.isDirectory ?? false;
  }

  async #enqueue(stop: Stop): Promise<void> {
    // Only links can lead to a directory twice.
    if (this.#options.followDirectorySymlinks && !(await this.#isNew(stop.path))) {
      return;
    }
    if (this.#directories === this.#options.maxDirectories) {
      this.isTruncated = true;
      return;
    }
    this.#directories += 1;
    this.#queue.push(stop);
  }

  async #isNew(path: string): Promise<boolean> {
    try {
      const identity = await this.#tree.identity(path);
      return !this.#seen.has(identity) && this.#seen.add(identity) !== undefined;
    } catch (error) {
      if (error instanceof Error) {
        this.#complain(path, error);
      }
      return false;
    }
  }

  #complain(path: string, error: Error): void {
    if (!(error instanceof ExecServerError)) {
      throw error;
    }
    this.errors.push({ path, message: error.message });
  }
}
