import { readFileSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';

/** File systems that ask neither a server nor another process. */
const LOCAL: ReadonlySet<string> = new Set(
  (
    'ext2 ext3 ext4 xfs btrfs zfs bcachefs f2fs vfat exfat squashfs erofs iso9660 udf tmpfs ramfs rootfs overlay ' +
    'proc sysfs devtmpfs devpts cgroup cgroup2 mqueue hugetlbfs securityfs debugfs tracefs configfs bpf pstore ' +
    'efivarfs fusectl binfmt_misc nsfs selinuxfs rpc_pipefs nfsd resctrl'
  ).split(' '),
);

/** Mounts of the kernel and of containers there, such as the autofs of systemd, are nobody's files. */
const KERNEL_DIRECTORIES = /^\/(?:proc|sys)\//;

/** How long the mounts of this host are taken to be the same. */
const MAX_AGE_MS = 1000;

/**
 * Looks paths up in the thread pool before the main thread uses them: on a file system that hangs, such as a network mount without its
 * server, only the request that needs it waits then, not every client. Where all mounts are local nothing is looked up.
 */
export class PathLookups {
  readonly #readMounts: () => string;
  #areAllLocal = false;
  #checkedAt = Number.NEGATIVE_INFINITY;
  /** Requests for the same path share a thread, so that those that are repeated do not use up the pool. */
  readonly #pending = new Map<string, Promise<Stats | undefined>>();

  /** @param readMounts the text of `/proc/self/mountinfo`; throws where there is none, so that everything is looked up */
  constructor(readMounts: () => string = () => readFileSync('/proc/self/mountinfo', 'latin1')) {
    this.#readMounts = readMounts;
  }

  /** Whether the main thread may use any path without a lookup. */
  get isNeedless(): boolean {
    const now = performance.now();
    if (now - this.#checkedAt >= MAX_AGE_MS) {
      this.#checkedAt = now;
      this.#areAllLocal = this.#areLocal();
    }
    return this.#areAllLocal;
  }

  /** Resolves when the main thread may use these paths. One by one, so that a file system that hangs occupies one thread of the pool. */
  async waitFor(paths: readonly string[]): Promise<void> {
    if (!this.isNeedless) {
      for (const path of paths) {
        await this.status(path);
      }
    }
  }

  /** Resolves when the file system has answered, undefined without the status. Never rejects. */
  status(path: string): Promise<Stats | undefined> {
    const pending = this.#pending.get(path);
    if (pending !== undefined) {
      return pending;
    }
    const lookup = stat(path)
      .catch(() => undefined)
      .finally(() => this.#pending.delete(path));
    this.#pending.set(path, lookup);
    return lookup;
  }

  #areLocal(): boolean {
    try {
      const mounts = this.#readMounts().trimEnd().split('\n');
      return mounts.map((line) => line.split(' ')).every(isLocal);
    } catch {
      return false;
    }
  }
}

/** The fields of a mount: the fifth is its path, and the one behind the separator its type. */
const isLocal = (fields: readonly string[]): boolean =>
  LOCAL.has(fields[fields.indexOf('-') + 1] ?? '') || KERNEL_DIRECTORIES.test(fields[4] ?? '');
