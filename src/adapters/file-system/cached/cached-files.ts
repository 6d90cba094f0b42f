import { constants as system } from 'node:os';
import type { ReadFileOptions } from '../../../application/ports/file-system.js';
import { isRegularFile } from '../../shared/file-type.js';
import { MAGIC } from '../../shared/statfs-magic.js';
import {
  type KernelCalls,
  type Links,
  loadKernelCalls,
  type Mount,
  type Status,
} from './kernel-calls.js';

/** The largest file that is read: the calling thread does nothing else meanwhile. */
export const MAX_CACHED_BYTES = 64 * 1024;

/** A remount changes the attributes, and nothing else. */
const MAX_MOUNT_AGE_MS = 1000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Opening a file there asks no server or process, and reading can be told not to wait. */
const DISKS: ReadonlySet<number> = new Set([MAGIC.ext, MAGIC.xfs, MAGIC.btrfs]);
/** Likewise for the status. No other host changes it, so what is in memory is true. */
const LOCAL: ReadonlySet<number> = new Set([...DISKS, MAGIC.tmpfs, MAGIC.overlay]);

export const MOUNT_ATTR_NOATIME = 0x10;
const MOUNT_ATTR_STRICTATIME = 0x20;

/** Undefined: nothing has that name. */
export interface Replaceable {
  readonly former: Status | undefined;
}

interface Found {
  readonly descriptor: number;
  readonly status: Status;
  readonly mount: Mount;
}

/**
 * What the kernel has in memory of local files, asked on the calling thread in some 20 µs without waiting for a disk, a server or a
 * process. Undefined is no answer: ask in a way that may wait, which also gives the error. The only error from here is ENOENT.
 */
export class CachedFiles {
  readonly #calls: KernelCalls;
  /** That of the last file. */
  #mount: { readonly id: number; readonly askedAt: number; readonly mount: Mount } | undefined;

  constructor(calls: KernelCalls) {
    this.#calls = calls;
  }

  /** Resolves with undefined where the kernel (Linux before 6.8), the C library or a filter of system calls lacks what it takes. */
  static async load(): Promise<CachedFiles | undefined> {
    try {
      const files = new CachedFiles(await loadKernelCalls(MAX_CACHED_BYTES));
      const ask = (): CachedFiles | undefined => files.#find(Buffer.from('/'), 'all', () => files);
      // The root is always in memory; a mount in the same moment, by any process, is EAGAIN all the same.
      return ask() ?? ask() ?? ask();
    } catch {
      return undefined;
    }
  }

  status(path: Buffer, links: Links): Status | undefined {
    return this.#find(path, links, ({ status, mount }) =>
      LOCAL.has(mount.magic) ? status : undefined,
    );
  }

  /** The whole content of a regular file. */
  content(path: Buffer, { followSymlinks, maxBytes }: ReadFileOptions): Buffer | undefined {
    return this.#find(path, followSymlinks ? 'all' : 'none', ({ descriptor, status, mount }) => {
      const isAtHand =
        isRegularFile(status) &&
        status.size <= Math.min(maxBytes, MAX_CACHED_BYTES) &&
        DISKS.has(mount.magic) &&
        !isAccessRecorded(status, mount);
      return isAtHand ? this.#read(descriptor, status.size) : undefined;
    });
  }

  /**
   * What a write replaces by a rename: a regular file with one name, on a disk of this host, which the server may write; or nothing,
   * where nothing has that name.
   */
  replaceable(path: Buffer): Replaceable | undefined {
    try {
      return this.#find(path, 'parents', ({ descriptor, status, mount }) => {
        const isAlone = isRegularFile(status) && status.nlink === 1 && DISKS.has(mount.magic);
        return isAlone && this.#isWritable(descriptor) ? { former: status } : undefined;
      });
    } catch {
      return { former: undefined };
    }
  }

  /**
   * A descriptor that keeps what has that name from being deleted by a rename over it, which deletes it when the descriptor is closed:
   * that takes longer than the rename.
   */
  hold(path: Buffer): number | undefined {
    const descriptor = this.#calls.openPath(path, 'parents');
    return descriptor < 0 ? undefined : descriptor;
  }

  #find<T>(path: Buffer, links: Links, use: (found: Found) => T | undefined): T | undefined {
    const descriptor = this.#calls.openPath(path, links);
    if (descriptor === -system.errno.ENOENT) {
      throw Object.assign(new Error(), { code: 'ENOENT' });
    }
    if (descriptor < 0) {
      return undefined;
    }
    try {
      const status = this.#calls.status(descriptor);
      const mount = status && this.#mountOf(status.mountId);
      return mount && use({ descriptor, status, mount });
    } finally {
      this.#calls.close(descriptor);
    }
  }

  #mountOf(id: number): Mount | undefined {
    const now = performance.now();
    if (this.#mount?.id !== id || now - this.#mount.askedAt >= MAX_MOUNT_AGE_MS) {
      const mount = this.#calls.mount(id);
      this.#mount = mount && { id, askedAt: now, mount };
    }
    return this.#mount?.mount;
  }

  #isWritable(found: number): boolean {
    const descriptor = this.#calls.reopen(found, 'write');
    if (descriptor < 0) {
      return false;
    }
    this.#calls.close(descriptor);
    return true;
  }

  #read(found: number, size: number): Buffer | undefined {
    const descriptor = this.#calls.reopen(found, 'read');
    if (descriptor < 0) {
      return undefined;
    }
    try {
      const content = this.#calls.read(descriptor);
      // Less: a part is not in memory. More: it grows.
      return content?.length === size ? Buffer.from(content) : undefined;
    } finally {
      this.#calls.close(descriptor);
    }
  }
}

/** Whether reading sets the access time, which may wait for the journal of the file system: once after each change, and once a day. */
const isAccessRecorded = (
  { atimeMs, ctimeMs, mtimeMs }: Status,
  { attributes }: Mount,
): boolean => {
  if ((attributes & MOUNT_ATTR_NOATIME) !== 0) {
    return false;
  }
  const isRecent = atimeMs > mtimeMs && atimeMs > ctimeMs && Date.now() - atimeMs < DAY_MS;
  return (attributes & MOUNT_ATTR_STRICTATIME) !== 0 || !isRecent;
};
