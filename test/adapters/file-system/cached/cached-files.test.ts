import { constants } from 'node:fs';
import { constants as system } from 'node:os';
import { afterEach, expect, jest, test } from '@jest/globals';
import { CachedFiles } from '../../../../src/adapters/file-system/cached/cached-files.js';
import type {
  KernelCalls,
  Mount,
  Status,
} from '../../../../src/adapters/file-system/cached/kernel-calls.js';

afterEach(() => {
  jest.useRealTimers();
});

const EXT4: Mount = { magic: 0xef_53, attributes: 0 };
const TMPFS = 0x01_02_19_94;
const OVERLAY = 0x79_4c_76_30;
const FUSE = 0x65_73_55_46;
const NFS = 0x69_69;
const NOATIME = 0x10;
const STRICTATIME = 0x20;

const PATH = Buffer.from('/f');
const OPTIONS = { followSymlinks: true, maxBytes: 1_000_000 };
const HOUR_MS = 3_600_000;

/** A regular file that was read after it was written. */
const FILE: Status = {
  mode: constants.S_IFREG | 0o644,
  nlink: 1,
  uid: 0,
  gid: 0,
  size: 3,
  atimeMs: Date.now() - HOUR_MS,
  ctimeMs: Date.now() - 2 * HOUR_MS,
  mtimeMs: Date.now() - 2 * HOUR_MS,
  birthtimeMs: 0,
  mountId: 7,
};

/** A kernel that has one file; counts the descriptors that are open, and the files that were opened. */
const kernel = (
  changes: { status?: Partial<Status>; mount?: Partial<Mount>; calls?: Partial<KernelCalls> } = {},
) => {
  let last = 10;
  let reopened = 0;
  const open = new Set<number>();
  const opened = (): number => {
    last += 1;
    open.add(last);
    return last;
  };
  const calls: KernelCalls = {
    openPath: opened,
    status: () => ({ ...FILE, ...changes.status }),
    mount: () => ({ ...EXT4, ...changes.mount }),
    reopen: () => {
      reopened += 1;
      return opened();
    },
    read: () => Buffer.from('abc'),
    close: (descriptor) => {
      open.delete(descriptor);
    },
    ...changes.calls,
  };
  return { files: new CachedFiles(calls), open, reopened: () => reopened };
};

const contentOf = (changes: Parameters<typeof kernel>[0], options = OPTIONS) => {
  const { files, open, reopened } = kernel(changes);
  const content = files.content(PATH, options)?.toString();
  expect(open.size).toBe(0);
  return { content, reopened: reopened() };
};

test('a small file that is in memory is read, and its descriptors are closed', () => {
  expect(contentOf({})).toEqual({ content: 'abc', reopened: 1 });
});

test('what was read is not changed by the next read', () => {
  const shared = Buffer.from('abc');
  const { files } = kernel({ calls: { read: () => shared } });
  const first = files.content(PATH, OPTIONS);
  shared.fill('x');
  expect(first?.toString()).toBe('abc');
});

test.each([
  ['a FIFO', { status: { mode: constants.S_IFIFO } }],
  ['a device', { status: { mode: constants.S_IFCHR } }],
  ['a directory', { status: { mode: constants.S_IFDIR } }],
  ['a symbolic link', { status: { mode: constants.S_IFLNK } }],
  ['a file above 64 KiB', { status: { size: 64 * 1024 + 1 } }],
  ['a file on NFS', { mount: { magic: NFS } }],
  ['a file on FUSE', { mount: { magic: FUSE } }],
  ['a file on tmpfs, which cannot be told not to wait', { mount: { magic: TMPFS } }],
  ['a file whose access time is to be set', { status: { mtimeMs: Date.now() } }],
  ['a file whose status was changed since', { status: { ctimeMs: Date.now() } }],
  ['a file that was last read two days ago', { status: { atimeMs: Date.now() - 48 * HOUR_MS } }],
  ['a file of a mount with strictatime', { mount: { attributes: STRICTATIME } }],
])('%s is not opened', (_, changes) => {
  expect(contentOf(changes)).toEqual({ content: undefined, reopened: 0 });
});

test('a file above maxBytes is not opened', () => {
  expect(contentOf({}, { ...OPTIONS, maxBytes: 2 })).toEqual({ content: undefined, reopened: 0 });
});

test('a file is read with noatime however old its access time is', () => {
  const changes = { mount: { attributes: NOATIME }, status: { mtimeMs: Date.now() } };
  expect(contentOf(changes).content).toBe('abc');
});

test.each([
  ['only a part is in memory', { read: () => Buffer.from('ab') }],
  ['the file has grown', { read: () => Buffer.from('abcd') }],
  ['nothing is in memory', { read: () => undefined }],
  ['it may not be opened', { reopen: () => -1 }],
  ['its status is not told', { status: () => undefined }],
  ['its mount is not told', { mount: () => undefined }],
  ['the path is not in memory', { openPath: () => -system.errno.EAGAIN }],
  ['the path may not be searched', { openPath: () => -system.errno.EACCES }],
])('there is no content when %s', (_, calls) => {
  expect(contentOf({ calls }).content).toBeUndefined();
});

test('a remount is noticed after a second', () => {
  jest.useFakeTimers();
  const noatime = { ...EXT4, attributes: NOATIME };
  let mount = noatime;
  const old = { ...FILE, mtimeMs: Date.now() };
  const { files } = kernel({ calls: { status: () => old, mount: () => mount } });
  const isRead = (): boolean => files.content(PATH, OPTIONS) !== undefined;

  expect(isRead()).toBe(true);
  mount = EXT4;
  jest.advanceTimersByTime(1000);
  expect(isRead()).toBe(false);
  mount = noatime;
  jest.advanceTimersByTime(1000);
  expect(isRead()).toBe(true);
});

test('files of two mounts that are asked in turns are told apart', () => {
  let mountId = 1;
  const { files } = kernel({
    calls: {
      status: () => ({ ...FILE, mountId }),
      mount: (id) => ({ ...EXT4, magic: id === 1 ? EXT4.magic : NFS }),
    },
  });
  const isTold = [1, 2, 1, 2].map((id) => {
    mountId = id;
    return files.status(PATH, 'all') !== undefined;
  });
  expect(isTold).toEqual([true, false, true, false]);
});

test('a missing path is ENOENT', () => {
  const { files } = kernel({ calls: { openPath: () => -system.errno.ENOENT } });
  for (const ask of [() => files.status(PATH, 'all'), () => files.content(PATH, OPTIONS)]) {
    expect(ask).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  }
});

test('the status is told of local file systems only', () => {
  const isTold = (magic: number): boolean =>
    kernel({ mount: { magic } }).files.status(PATH, 'all') !== undefined;
  expect([EXT4.magic, TMPFS, OVERLAY].map(isTold)).toEqual([true, true, true]);
  expect([NFS, FUSE].map(isTold)).toEqual([false, false]);
});

test.each([
  ['a file with a second name', { status: { nlink: 2 } }],
  ['a symbolic link', { status: { mode: constants.S_IFLNK } }],
  ['a FIFO', { status: { mode: constants.S_IFIFO } }],
  ['a file on NFS', { mount: { magic: NFS } }],
  ['a file on an overlay, which copies it when it is opened', { mount: { magic: OVERLAY } }],
])('%s is not opened for writing', (_, changes) => {
  const { files, reopened } = kernel(changes);
  expect(files.replaceable(PATH)).toBeUndefined();
  expect(reopened()).toBe(0);
});

test('a file with one name that may be written is replaceable, and nothing stays open', () => {
  const { files, open } = kernel();
  expect(files.replaceable(PATH)).toEqual({ former: FILE });
  expect(open.size).toBe(0);
});

test('a file that may not be written is not replaceable', () => {
  expect(kernel({ calls: { reopen: () => -1 } }).files.replaceable(PATH)).toBeUndefined();
});

test('a name that nothing has is replaceable', () => {
  const { files } = kernel({ calls: { openPath: () => -system.errno.ENOENT } });
  expect(files.replaceable(PATH)).toEqual({ former: undefined });
});
