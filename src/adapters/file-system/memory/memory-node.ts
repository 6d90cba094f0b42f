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
