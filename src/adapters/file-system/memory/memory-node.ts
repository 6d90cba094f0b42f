import type { FileMetadata } from '../../../application/ports/file-system.js';

/** What a name in memory refers to; a file may have several names. */
export type MemoryNode = MemoryFile | MemoryDirectory | MemoryLink | MemorySpecial;

/** A regular file. */
export class MemoryFile {
  readonly kind = 'file';
  bytes: Uint8Array;
  mode: number;
  modifiedAtMs: number;
  readonly createdAtMs: number;

  constructor(bytes: Uint8Array, mode: number, nowMs: number) {
    this.bytes = bytes;
    this.mode = mode;
    this.createdAtMs = nowMs;
    this.modifiedAtMs = nowMs;
  }
}

/** A directory; its entries are in the order of creation. */
export class MemoryDirectory {
  readonly kind = 'directory';
  readonly entries = new Map<string, MemoryNode>();
  readonly createdAtMs: number;

  constructor(nowMs: number) {
    this.createdAtMs = nowMs;
  }
}

/** A symbolic link. */
export class MemoryLink {
  readonly kind = 'link';
  readonly target: string;

  constructor(target: string) {
    this.target = target;
  }
}

/** A FIFO, socket or device, without content. */
export class MemorySpecial {
  readonly kind = 'other';
}

/** @param isSymlink whether the path that led to the node is a symbolic link */
export const describeNode = (
  node: Exclude<MemoryNode, MemoryLink>,
  isSymlink: boolean,
): FileMetadata => ({
  isDirectory: node.kind === 'directory',
  isFile: node.kind === 'file',
  isSymlink,
  size: node.kind === 'file' ? node.bytes.length : 0,
  createdAtMs: node.kind === 'other' ? 0 : node.createdAtMs,
  modifiedAtMs: node.kind === 'file' ? node.modifiedAtMs : 0,
});
