import { constants, type Stats } from 'node:fs';

const SYS_OPENAT2 = 437;
const SYS_STATMOUNT = 457;

const AT_FDCWD = -100;
const AT_EMPTY_PATH = 0x10_00;
const AT_STATX_DONT_SYNC = 0x40_00;
const O_PATH = 0o1000_0000;
const O_CLOEXEC = 0o200_0000;
const RESOLVE_NO_SYMLINKS = 0x04;
const RESOLVE_CACHED = 0x20;
const RWF_NOWAIT = 0x08;
/** `STATX_BASIC_STATS`, `STATX_BTIME` and `STATX_MNT_ID_UNIQUE`. */
const STATUS_FIELDS = 0x4f_ff;
/** `STATMOUNT_SB_BASIC` and `STATMOUNT_MNT_BASIC`. */
const MOUNT_FIELDS = 3n;
const MOUNT_REQUEST_BYTES = 24;

const NO_NAME = Buffer.of(0);
/** `PATH_MAX`: the kernel reads no more. */
const MAX_NAME_BYTES = 4096;
const TWO_TO_32 = 2 ** 32;

/** What `statx` tells, with the names of Node. */
export interface Status
  extends Pick<
    Stats,
    'mode' | 'nlink' | 'uid' | 'gid' | 'size' | 'atimeMs' | 'birthtimeMs' | 'ctimeMs' | 'mtimeMs'
  > {
  /** Never that of another mount, also after this one has gone; they are counted, so a double holds it. */
  readonly mountId: number;
}

/** What `statmount` tells. */
export interface Mount {
  /** The magic number of the file system. */
  readonly magic: number;
  /** `MOUNT_ATTR_…` */
  readonly attributes: number;
}

/** Which symbolic links are followed: all, all but that of the last name, or none, where one on the way is an error. */
export type Links = 'all' | 'parents' | 'none';

/** System calls on the calling thread, each of which fails where it would have to wait, except where it is said. */
export interface KernelCalls {
  /** A descriptor of what a path without zero bytes names, without opening that; or an errno, negative. */
  openPath(path: Buffer, links: Links): number;
  status(descriptor: number): Status | undefined;
  mount(mountId: number): Mount | undefined;
  /**
   * A descriptor for reading or writing what `openPath` has found, or below 0. Waits on file systems that ask a server or a process, and
   * opens devices: to be used only for regular files of others.
   */
  reopen(descriptor: number, access: 'read' | 'write'): number;
  /** The beginning of a file, as far as it is in memory; valid until the next call. Undefined where none is. */
  read(descriptor: number): Buffer | undefined;
  close(descriptor: number): void;
}

/**
 * @param maxBytes how much is read at once
 * @throws {Error} where koffi or the C library has none of it, and on processors whose structures are laid out otherwise
 */
export const loadKernelCalls = async (maxBytes: number): Promise<KernelCalls> => {
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    throw new Error('the layout of the structures is not known');
  }
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  // The same name with the arguments of each call: the numbers of these two are the same on all processors.
  const openat2 = library.func('syscall', 'long', ['long', 'int', 'void *', 'void *', 'size_t']);
  const statmount = library.func('syscall', 'long', ['long', 'void *', 'void *', 'size_t', 'int']);
  const statx = library.func('int statx(int, void *, int, unsigned int, void *)');
  const openat = library.func('int openat(int, void *, int)');
  const preadv2 = library.func('intptr_t preadv2(int, void *, int, int64_t, int)');
  const close = library.func('int close(int)');

  const how: Readonly<Record<Links, Buffer>> = {
    all: openHow(0, 0),
    parents: openHow(constants.O_NOFOLLOW, 0),
    none: openHow(constants.O_NOFOLLOW, RESOLVE_NO_SYMLINKS),
  };
  const name = Buffer.alloc(MAX_NAME_BYTES);
  // The number of a descriptor is looked up from there, which takes a third less than from the root.
  const ownDescriptors = openat(AT_FDCWD, Buffer.from('/proc/self/fd\0'), O_PATH | O_CLOEXEC);
  const status = Buffer.alloc(256);
  const request = Buffer.alloc(MOUNT_REQUEST_BYTES);
  request.writeUInt32LE(MOUNT_REQUEST_BYTES, 0);
  request.writeBigUInt64LE(MOUNT_FIELDS, 16);
  const mount = Buffer.alloc(512);
  const content = Buffer.allocUnsafeSlow(maxBytes);
  const vector = Buffer.alloc(16);
  vector.writeBigUInt64LE(koffi.address(content), 0);
  vector.writeBigUInt64LE(BigInt(maxBytes), 8);

  return {
    openPath(path, links) {
      // Of a path that does not fit there is no zero byte, which is ENAMETOOLONG.
      name[path.copy(name)] = 0;
      const options = how[links];
      const opened = openat2(SYS_OPENAT2, AT_FDCWD, name, options, options.length);
      return opened < 0 ? -koffi.errno() : opened;
    },
    status(descriptor) {
      const flags = AT_EMPTY_PATH | AT_STATX_DONT_SYNC;
      const failed = statx(descriptor, NO_NAME, flags, STATUS_FIELDS, status) < 0;
      return failed ? undefined : readStatus(status);
    },
    mount(mountId) {
      request.writeBigUInt64LE(BigInt(mountId), 8);
      const failed = statmount(SYS_STATMOUNT, request, mount, mount.length, 0) < 0;
      return failed
        ? undefined
        : {
            magic: Number(mount.readBigUInt64LE(24)),
            attributes: Number(mount.readBigUInt64LE(64)),
          };
    },
    reopen(descriptor, access) {
      name.write(`${descriptor}\0`, 'latin1');
      const flags = access === 'read' ? constants.O_RDONLY : constants.O_WRONLY;
      return openat(
        ownDescriptors,
        name,
        flags | constants.O_NONBLOCK | constants.O_NOCTTY | O_CLOEXEC,
      );
    },
    read(descriptor) {
      const length = preadv2(descriptor, vector, 1, 0, RWF_NOWAIT);
      return length < 0 ? undefined : content.subarray(0, length);
    },
    close(descriptor) {
      close(descriptor);
    },
  };
};

/** `struct open_how`. */
const openHow = (flags: number, resolve: number): Buffer => {
  const how = Buffer.alloc(24);
  how.writeBigUInt64LE(BigInt(O_PATH | O_CLOEXEC | flags), 0);
  how.writeBigUInt64LE(BigInt(RESOLVE_CACHED | resolve), 16);
  return how;
};

/** `struct statx`. Undefined from a kernel that does not know all fields. */
const readStatus = (bytes: Buffer): Status | undefined =>
  (bytes.readUInt32LE(0) & UNIQUE_MOUNT_ID) === 0
    ? undefined
    : {
        nlink: bytes.readUInt32LE(16),
        uid: bytes.readUInt32LE(20),
        gid: bytes.readUInt32LE(24),
        mode: bytes.readUInt16LE(28),
        size: readUnsigned(bytes, 40),
        atimeMs: readTime(bytes, 64),
        birthtimeMs: readTime(bytes, 80),
        ctimeMs: readTime(bytes, 96),
        mtimeMs: readTime(bytes, 112),
        mountId: readUnsigned(bytes, 144),
      };

const UNIQUE_MOUNT_ID = 0x40_00;

/** `struct statx_timestamp`, with the rounding of Node's `Stats`. */
const readTime = (bytes: Buffer, at: number): number =>
  (bytes.readInt32LE(at + 4) * TWO_TO_32 + bytes.readUInt32LE(at)) * 1e3 +
  bytes.readUInt32LE(at + 8) / 1e6;

/** 64 bits, of which at most 53 are used. */
const readUnsigned = (bytes: Buffer, at: number): number =>
  bytes.readUInt32LE(at + 4) * TWO_TO_32 + bytes.readUInt32LE(at);
