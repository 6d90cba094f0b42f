import type {
  DirectoryEntry,
  FileMetadata,
  FileSystem,
  OpenFile,
  ReadFileOptions,
  RemoveOptions,
  SymlinkOptions,
  Walk,
  WalkOptions,
  WriteFileOptions,
} from '../../../application/ports/file-system.js';
import {
  fileError,
  isASymbolicLink,
  notAFile,
  notARegularFile,
  recursiveNoFollow,
  tooLargeToRead,
} from '../file-error.js';
import { walkTree } from '../tree/walk-tree.js';
import { copyInMemory } from './copy-in-memory.js';
import {
  describeNode,
  MemoryDirectory,
  MemoryFile,
  MemoryLink,
  type MemoryNode,
  MemorySpecial,
} from './memory-node.js';
import { MemoryOpenFile } from './memory-open-file.js';
import { type Follow, MemoryTree } from './memory-tree.js';

const DEFAULT_FILE_MODE = 0o644;

/**
 * An in-memory file system that behaves like a host's, for tests and embedders. It has no permissions, and
 * directories have no size.
 */
export class InMemoryFileSystem implements FileSystem {
  readonly #nowMs: () => number;
  readonly #tree: MemoryTree;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
    this.#tree = new MemoryTree(nowMs());
  }

  /** Creates a directory and its parents, as `createDirectory` does. @throws {ExecServerError} */
  addDirectory(path: string): void {
    try {
      this.#createDirectory(path, 'inner');
    } catch (error) {
      if ((error as { code?: unknown }).code === 'not-found') {
        this.addDirectory(path.slice(0, path.lastIndexOf('/')) || '/');
        this.addDirectory(path);
      } else if (this.#tree.target(path)?.kind !== 'directory') {
        throw error;
      }
    }
  }

  /** Creates a symbolic link to `target`, which need not exist. @throws {ExecServerError} */
  addSymlink(path: string, target: string): void {
    this.#add(path, new MemoryLink(target));
  }

  /** Creates a hard link to `existing`. @throws {ExecServerError} */
  addHardLink(path: string, existing: string): void {
    this.#add(path, this.#tree.get(existing, 'inner'));
  }

  /** Creates a special file, as a FIFO is. @throws {ExecServerError} */
  addSpecial(path: string): void {
    this.#add(path, new MemorySpecial());
  }

  async readFile(path: string, { followSymlinks, maxBytes }: ReadFileOptions): Promise<Uint8Array> {
    const node = this.#tree.get(path, followSymlinks ? 'all' : 'none');
    if (node.kind === 'link') {
      throw fileError('ELOOP');
    }
    if (node.kind !== 'file') {
      throw followSymlinks ? notAFile(path) : notARegularFile();
    }
    if (node.bytes.length > maxBytes) {
      throw tooLargeToRead(maxBytes);
    }
    return node.bytes.slice();
  }

  async writeFile(
    path: string,
    bytes: Uint8Array,
    { followSymlinks, inTurn }: WriteFileOptions,
  ): Promise<void> {
    await inTurn;
    const file = this.#fileAt(path, followSymlinks ? 'all' : 'none');
    file.bytes = Uint8Array.from(bytes);
    file.modifiedAtMs = this.#nowMs();
  }

  async open(path: string, mode: 'read' | 'replace'): Promise<OpenFile> {
    if (mode === 'read') {
      const node = this.#tree.get(path, 'all');
      if (node.kind !== 'file') {
        throw notAFile(path);
      }
      return new MemoryOpenFile(node, mode);
    }
    const file = this.#fileAt(path, 'all');
    file.bytes = new Uint8Array();
    return new MemoryOpenFile(file, mode);
  }

  async metadata(path: string, { followSymlinks }: SymlinkOptions): Promise<FileMetadata> {
    const node = this.#tree.get(path, followSymlinks ? 'all' : 'none');
    if (node.kind === 'link') {
      throw isASymbolicLink();
    }
    return describeNode(node, this.#tree.get(path, 'inner').kind === 'link');
  }

  async canonicalize(path: string): Promise<string> {
    const place = this.#tree.find(path, 'all');
    if (place.node === undefined) {
      throw fileError('ENOENT');
    }
    return place.path;
  }

  async readDirectory(path: string): Promise<readonly DirectoryEntry[]> {
    return [...this.#tree.directory(path).entries].map(([name, node]) => {
      const target = node.kind === 'link' ? this.#tree.target(`${path}/${name}`) : node;
      return {
        name,
        isDirectory: target?.kind === 'directory',
        isFile: target?.kind === 'file',
      };
    });
  }

  walk(path: string, options: WalkOptions): Promise<Walk> {
    return walkTree(this.#tree, path, options);
  }

  async createDirectory(
    path: string,
    { recursive, followSymlinks }: SymlinkOptions & { recursive: boolean },
  ): Promise<void> {
    if (!recursive) {
      this.#createDirectory(path, followSymlinks ? 'inner' : 'none');
    } else if (followSymlinks) {
      this.addDirectory(path);
    } else {
      this.#createUnlinkedDirectories(path);
    }
  }

  async remove(
    path: string,
    { recursive, force, followSymlinks }: SymlinkOptions & RemoveOptions,
  ): Promise<void> {
    if (recursive && !followSymlinks) {
      throw recursiveNoFollow();
    }
    try {
      const place = this.#tree.find(path, followSymlinks ? 'inner' : 'none');
      if (place.node === undefined) {
        throw fileError('ENOENT');
      }
      if (place.node.kind === 'link' && !followSymlinks) {
        throw isASymbolicLink();
      }
      const isFull = place.node.kind === 'directory' && place.node.entries.size > 0;
      if (isFull && !recursive) {
        throw fileError('ENOTEMPTY');
      }
      place.directory.entries.delete(place.name);
    } catch (error) {
      if (!(force && (error as { code?: unknown }).code === 'not-found')) {
        throw error;
      }
    }
  }

  async copy(
    source: string,
    destination: string,
    { recursive }: { recursive: boolean },
  ): Promise<void> {
    copyInMemory(this.#tree, source, destination, {
      recursive,
      actions: {
        createDirectories: (path) => this.addDirectory(path),
        fileAt: (path) => this.#fileAt(path, 'all'),
        nowMs: this.#nowMs,
      },
    });
  }

  #add(path: string, node: MemoryNode): void {
    const place = this.#tree.find(path, 'inner');
    if (place.node !== undefined) {
      throw fileError('EEXIST');
    }
    place.directory.entries.set(place.name, node);
  }

  #fileAt(path: string, follow: Follow): MemoryFile {
    const { directory, name, node } = this.#tree.find(path, follow);
    if (node?.kind === 'file') {
      return node;
    }
    if (node?.kind === 'directory') {
      throw fileError('EISDIR');
    }
    if (node?.kind === 'link') {
      throw fileError('ELOOP');
    }
    if (node !== undefined) {
      throw notAFile(path);
    }
    const file = new MemoryFile(new Uint8Array(), DEFAULT_FILE_MODE, this.#nowMs());
    directory.entries.set(name, file);
    return file;
  }

  #createDirectory(path: string, follow: Follow): void {
    const { directory, name, node } = this.#tree.find(path, follow);
    if (node !== undefined) {
      throw fileError('EEXIST');
    }
    directory.entries.set(name, new MemoryDirectory(this.#nowMs()));
  }

  #createUnlinkedDirectories(path: string): void {
    let made = '';
    for (const name of path.split('/').filter((part) => part !== '')) {
      made += `/${name}`;
      const { directory, node } = this.#tree.find(made, 'none');
      if (node === undefined) {
        directory.entries.set(name, new MemoryDirectory(this.#nowMs()));
      } else if (node.kind !== 'directory') {
        throw fileError('ENOTDIR');
      }
    }
  }
}
