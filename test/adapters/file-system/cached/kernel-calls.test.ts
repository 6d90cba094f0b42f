import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statfsSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from '@jest/globals';
import { CachedFiles } from '../../../../src/adapters/file-system/cached/cached-files.js';
import {
  type KernelCalls,
  type Links,
  loadKernelCalls,
} from '../../../../src/adapters/file-system/cached/kernel-calls.js';
import { nodeFixture, removeFixtures } from '../node-fixture.js';
import { ON_DISK, whereAnswered, whereRead } from './kernel-support.js';

afterAll(removeFixtures);

const MAX_BYTES = 100;

/** Once more where another process changes names in that moment, which is EAGAIN too. */
const openPath = (calls: KernelCalls, path: string, links: Links = 'all'): number => {
  const opened = calls.openPath(Buffer.from(path), links);
  return opened === -system.errno.EAGAIN && existsSync(path)
    ? openPath(calls, path, links)
    : opened;
};

/** Uses what a path leads to, and closes it. */
const at = <T>(calls: KernelCalls, path: string, use: (descriptor: number) => T): T => {
  const descriptor = openPath(calls, path);
  expect(descriptor).toBeGreaterThan(0);
  try {
    return use(descriptor);
  } finally {
    calls.close(descriptor);
  }
};

/** Likewise for questions to files. */
const answer = async <T>(ask: () => T | undefined): Promise<T> => ask() ?? answer(ask);

const readAt = (calls: KernelCalls, path: string): string | undefined =>
  at(calls, path, (found) => {
    const descriptor = calls.reopen(found, 'read');
    try {
      return calls.read(descriptor)?.toString();
    } finally {
      calls.close(descriptor);
    }
  });

whereAnswered('the status is that of Node', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture();
  const file = join(root, 'f');
  writeFileSync(file, 'abc');
  for (const path of [file, root, '/', '/dev/null']) {
    const { mode, nlink, uid, gid, size, birthtimeMs, mtimeMs, ctimeMs, atimeMs } = lstatSync(path);
    expect(at(calls, path, (descriptor) => calls.status(descriptor))).toMatchObject({
      mode,
      nlink,
      uid,
      gid,
      size,
      birthtimeMs,
      mtimeMs,
      ctimeMs,
      atimeMs,
    });
  }
});

whereAnswered('the mount has the magic number that statfs tells', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  for (const path of ['/', '/proc', '/dev', '/sys']) {
    const id = at(calls, path, (descriptor) => calls.status(descriptor))?.mountId;
    expect(calls.mount(id ?? 0)?.magic).toBe(statfsSync(path).type);
  }
});

whereAnswered('symbolic links are followed as asked', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture();
  mkdirSync(join(root, 'd'));
  writeFileSync(join(root, 'd/f'), 'x');
  symlinkSync('d', join(root, 'way'));
  symlinkSync('f', join(root, 'd/link'));
  const kindOf = (path: string, links: Links): number => {
    const descriptor = openPath(calls, join(root, path), links);
    const mode = descriptor < 0 ? descriptor : (calls.status(descriptor)?.mode ?? 0);
    calls.close(descriptor);
    return descriptor < 0 ? mode : mode & constants.S_IFMT;
  };

  expect(kindOf('way/link', 'all')).toBe(constants.S_IFREG);
  expect(kindOf('way/link', 'parents')).toBe(constants.S_IFLNK);
  expect(kindOf('way/link', 'none')).toBe(-system.errno.ELOOP);
  expect(kindOf('d/link', 'none')).toBe(constants.S_IFLNK);
  expect(kindOf('d/f', 'none')).toBe(constants.S_IFREG);
});

whereAnswered('a name that the kernel does not have in memory is EAGAIN', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  try {
    // Of a process that has just begun nobody has asked for it yet.
    const path = Buffer.from(`/proc/${child.pid}/task/${child.pid}/personality`);
    expect(calls.openPath(path, 'all')).toBe(-system.errno.EAGAIN);
  } finally {
    child.kill('SIGKILL');
  }
});

whereAnswered('a path of the longest length is asked for, a longer one is an error', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const longest = `/${'./'.repeat(2047)}`;
  at(calls, longest, (descriptor) => {
    expect(calls.status(descriptor)).toEqual(at(calls, '/', (root) => calls.status(root)));
  });
  for (const path of [`${longest}.`, `${longest}${longest}`]) {
    expect(openPath(calls, path)).toBe(-system.errno.ENAMETOOLONG);
  }
});

whereAnswered('descriptors are close-on-exec', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture();
  writeFileSync(join(root, 'f'), 'x');
  const inherited = (): string[] =>
    execFileSync('ls', ['-1', '/proc/self/fd'], { encoding: 'utf8' }).split('\n');
  const before = inherited();
  at(calls, join(root, 'f'), (found) => {
    const descriptor = calls.reopen(found, 'read');
    expect(inherited()).toEqual(before);
    calls.close(descriptor);
  });
});

whereRead('content in memory is read, up to the maximum', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture(ON_DISK);
  writeFileSync(join(root, 'short'), 'abc');
  writeFileSync(join(root, 'long'), 'x'.repeat(MAX_BYTES + 1));
  writeFileSync(join(root, 'empty'), '');

  expect(readAt(calls, join(root, 'short'))).toBe('abc');
  expect(readAt(calls, join(root, 'long'))).toBe('x'.repeat(MAX_BYTES));
  expect(readAt(calls, join(root, 'empty'))).toBe('');
});

whereRead('content that is only on the disk is not read', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture(ON_DISK);
  const file = join(root, 'f');
  writeFileSync(file, 'abc');
  const descriptor = openSync(file, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
  let content: unknown;
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    // Takes the content out of memory; this is advice, which a busy kernel may not follow the first time.
    execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0'], { stdio: 'ignore' });
    content = readAt(calls, file);
    if (content === undefined) {
      break;
    }
  }
  expect(content).toBeUndefined();
});

whereAnswered('a FIFO without a writer is opened without waiting', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root, addSpecial } = nodeFixture();
  addSpecial(join(root, 'fifo'));
  at(calls, join(root, 'fifo'), (found) => {
    const descriptor = calls.reopen(found, 'read');
    expect(descriptor).toBeGreaterThan(0);
    calls.close(descriptor);
  });
});

whereRead(
  'the files that are built in answer for a file that was read since it was written',
  async () => {
    const files = await CachedFiles.load();
    const { root } = nodeFixture(ON_DISK);
    const [file, missing] = [join(root, 'f'), Buffer.from(join(root, 'missing'))];
    writeFileSync(file, 'abc');
    utimesSync(file, Date.now() / 1000 + 60, 1);

    const options = { followSymlinks: true, maxBytes: 1000 };
    const content = await answer(() => files?.content(Buffer.from(file), options));
    expect(content.toString()).toBe('abc');
    const status = await answer(() => files?.status(Buffer.from(file), 'all'));
    expect(status).toMatchObject({ size: 3, mtimeMs: 1000 });
    expect(existsSync(missing)).toBe(false);
    await expect(answer(() => files?.content(missing, options))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  },
);

whereAnswered('what was found is opened for reading or for writing as asked', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture();
  writeFileSync(join(root, 'f'), 'abc');
  at(calls, join(root, 'f'), (found) => {
    const [reading, writing] = [calls.reopen(found, 'read'), calls.reopen(found, 'write')];
    expect(() => writeSync(reading, 'x')).toThrow('EBADF');
    expect(writeSync(writing, 'x')).toBe(1);
    calls.close(reading);
    calls.close(writing);
  });
});

whereAnswered('nothing is left open', async () => {
  const calls = await loadKernelCalls(MAX_BYTES);
  const { root } = nodeFixture(ON_DISK);
  const before = readdirSync('/proc/self/fd').length;
  for (let n = 0; n < 10; n += 1) {
    at(calls, root, (descriptor) => calls.status(descriptor));
  }
  expect(readdirSync('/proc/self/fd').length).toBe(before);
});
