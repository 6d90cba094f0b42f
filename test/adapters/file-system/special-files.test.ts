import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import {
  DirectoryHandle,
  withNoFollowParent,
} from '../../../src/adapters/file-system/directory-handle.js';
import { NodeFileSystem } from '../../../src/adapters/file-system/node-file-system.js';
import { testNeeding } from '../../support/needing.js';
import { nodeFixture, removeFixtures } from './node-fixture.js';

const files = new NodeFileSystem();
const FOLLOW = { followSymlinks: true, maxBytes: 1_000_000 };

afterAll(removeFixtures);

test('a FIFO with a waiting reader is neither read, written nor copied to', async () => {
  const { root, addSpecial } = nodeFixture();
  const fifo = join(root, 'fifo');
  addSpecial(fifo);
  writeFileSync(join(root, 'f'), 'x');
  const other = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  try {
    const refusal = { code: 'invalid-request', message: `path \`${fifo}\` is not a file` };
    await expect(files.readFile(fifo, FOLLOW)).rejects.toMatchObject(refusal);
    await expect(files.writeFile(fifo, Buffer.of(1), FOLLOW)).rejects.toMatchObject(refusal);
    await expect(files.copy(join(root, 'f'), fifo, { recursive: false })).rejects.toMatchObject(
      refusal,
    );
  } finally {
    closeSync(other);
  }
});

test('a socket and a device are refused as not a file', async () => {
  const { root } = nodeFixture();
  const socket = join(root, 'socket');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  for (const path of [socket, '/dev/null', '/dev/tty']) {
    const refusal = { code: 'invalid-request', message: `path \`${path}\` is not a file` };
    await expect(files.readFile(path, FOLLOW)).rejects.toMatchObject(refusal);
    await expect(files.writeFile(path, Buffer.of(1), FOLLOW)).rejects.toMatchObject(refusal);
  }
  await new Promise((resolve) => server.close(resolve));
});

test('/proc/kallsyms is read to its end although its size is 0', async () => {
  // The kernel gives it a page at a time.
  const read = await files.readFile('/proc/kallsyms', { ...FOLLOW, maxBytes: 47_000_000 });

  expect(Buffer.from(read).equals(readFileSync('/proc/kallsyms'))).toBe(true);
});

test('a file copied onto itself under another name is not touched', async () => {
  const { root, addHardLink } = nodeFixture();
  const [file, hard, link] = [join(root, 'f'), join(root, 'hard'), join(root, 'link')];
  writeFileSync(file, 'x');
  utimesSync(file, 1, 1);
  symlinkSync('f', link);
  const { ino } = statSync(file);
  for (const path of [file, link]) {
    await files.copy(file, path, { recursive: false });
  }
  addHardLink(hard, file);
  await files.copy(file, hard, { recursive: false });
  for (const path of [file, hard, link]) {
    expect(statSync(path)).toMatchObject({ ino, mtimeMs: 1000 });
  }
});

const onLinux = testNeeding('Linux', process.platform === 'linux');

onLinux('/proc/self/status is read to its end or to maxBytes', async () => {
  const path = '/proc/self/status';
  expect(Buffer.from(await files.readFile(path, FOLLOW)).toString()).toMatch(/^Name:/);
  await expect(files.readFile(path, { ...FOLLOW, maxBytes: 10 })).rejects.toMatchObject({
    code: 'invalid-request',
    message: expect.stringContaining('limit is 10 bytes'),
  });
});

onLinux('a directory replaced by a link during the access does not lead elsewhere', async () => {
  const { root } = nodeFixture();
  mkdirSync(join(root, 'inner'));
  mkdirSync(join(root, 'elsewhere'));
  writeFileSync(join(root, 'inner/f'), 'mine');
  writeFileSync(join(root, 'elsewhere/f'), 'secret');
  const read = await withNoFollowParent(join(root, 'inner/f'), async (directory, name) => {
    renameSync(join(root, 'inner'), join(root, 'moved'));
    symlinkSync('elsewhere', join(root, 'inner'));
    return readFileSync(directory.entry(name), 'utf8');
  });
  expect(read).toBe('mine');
});

test('DirectoryHandle.openAt does not open a directory behind a link', async () => {
  const { root } = nodeFixture();
  mkdirSync(join(root, 'elsewhere/inner'), { recursive: true });
  symlinkSync('elsewhere', join(root, 'way'));

  expect(await DirectoryHandle.openAt(Buffer.from(join(root, 'way/inner')))).toBeUndefined();

  const there = await DirectoryHandle.openAt(Buffer.from(join(root, 'elsewhere/inner')));
  expect(there).toBeDefined();
  there?.close();
});
