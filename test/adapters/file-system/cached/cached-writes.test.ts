import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { CachedAnswers } from '../../../../src/adapters/file-system/cached/cached-answers.js';
import { CachedFiles } from '../../../../src/adapters/file-system/cached/cached-files.js';
import type { KernelCalls } from '../../../../src/adapters/file-system/cached/kernel-calls.js';
import { NodeFileSystem } from '../../../../src/adapters/file-system/node-file-system.js';
import { Deferred } from '../../../support/deferred.js';
import { testNeeding } from '../../../support/needing.js';
import { settled } from '../../../support/settled.js';
import { cachedFixture, nodeFixture, removeFixtures } from '../node-fixture.js';
import { whereAnswered } from './kernel-support.js';

afterAll(removeFixtures);

const onLinux = testNeeding('Linux', process.platform === 'linux');

const FOLLOW = { followSymlinks: true };

/** Writes to a file that was made by `prepare`, by way of the kernel's memory and without; says what is there then. */
const written = async (prepare: (file: string) => void): Promise<object[]> => {
  const results: object[] = [];
  for (const { files, root } of [cachedFixture(), nodeFixture()]) {
    const file = join(root, 'f');
    prepare(file);
    const before = lstatSync(file, { throwIfNoEntry: false })?.ino;
    await files.writeFile(file, Buffer.from('new'), FOLLOW);
    const { mode, uid, gid, nlink } = statSync(file);
    const isNew = lstatSync(file).ino !== before;
    const names = readdirSync(root).sort();
    results.push({ mode, uid, gid, nlink, isNew, names, content: readFileSync(file, 'utf8') });
  }
  return results;
};

const replacesFileOf = async (mode: number): Promise<void> => {
  const [cached, other] = await written((file) => {
    writeFileSync(file, 'old');
    chmodSync(file, mode);
  });
  expect(cached).toEqual(other);
  expect(cached).toMatchObject({ content: 'new', isNew: true, names: ['f'] });
};

test.each([0o644, 0o640, 0o664, 0o600, 0o606, 0o755, 0o4755, 0o2755, 0o1777])(
  'a file of mode %o is replaced alike with and without the memory of the kernel',
  replacesFileOf,
);

testNeeding('root', process.geteuid?.() === 0)(
  'a read-only file is replaced alike with and without the memory of the kernel',
  () => replacesFileOf(0o444),
);

test.each([
  ['a new file', () => undefined],
  [
    'a file with a second name',
    (file: string) => {
      writeFileSync(file, 'old');
      linkSync(file, `${file}2`);
    },
  ],
  [
    'the target of a link',
    (file: string) => {
      writeFileSync(`${file}2`, 'old');
      symlinkSync('f2', file);
    },
  ],
  ['the missing target of a link', (file: string) => symlinkSync('f2', file)],
])('%s is written alike with and without the memory of the kernel', async (_, prepare) => {
  const [cached, other] = await written(prepare);
  expect(cached).toEqual(other);
});

whereAnswered('a file is not open any more when the write is answered', async () => {
  const { files, root } = cachedFixture();
  const file = join(root, 'f');
  for (const text of ['born', 'replaced']) {
    await files.writeFile(file, Buffer.from(text), FOLLOW);
    const open = openFiles().filter((name) => !name.endsWith(' (deleted)'));
    expect(open).not.toContainEqual(expect.stringContaining(root));
  }
  // The former one, soon.
  while (openFiles().some((name) => name.startsWith(root))) {
    await settled();
  }
});

test('the file that a write replaces is held open over the rename', async () => {
  const held = new Map<number, number>();
  const calls: KernelCalls = {
    ...ALL_IN_MEMORY,
    openPath(path, links) {
      const descriptor = ALL_IN_MEMORY.openPath(path, links);
      if (descriptor >= 0) {
        held.set(descriptor, fstatSync(descriptor).ino);
      }
      return descriptor;
    },
    close(descriptor) {
      held.delete(descriptor);
      closeSync(descriptor);
    },
  };
  const cached = new CachedAnswers(async () => new CachedFiles(calls));
  const { files, root } = nodeFixture(undefined, new NodeFileSystem(cached));
  const file = join(root, 'f');
  writeFileSync(file, 'old');
  const { ino } = statSync(file);
  await files.writeFile(file, Buffer.from('new'), FOLLOW);
  expect([...held.values()]).toEqual([ino]);
});

onLinux('what replaces a file on a disk is flushed by its write', async () => {
  const cached = new CachedAnswers(async () => new CachedFiles(ALL_IN_MEMORY));
  const { files, root } = nodeFixture(undefined, new NodeFileSystem(cached));
  const file = join(root, 'f');
  writeFileSync(file, 'old');
  const turn = new Deferred<void>();
  const writing = files.writeFile(file, Buffer.from('new'), { ...FOLLOW, inTurn: turn.promise });
  let written: string | undefined;
  while (written === undefined) {
    await settled();
    written = descriptors().find((fd) => nameOf(fd).startsWith(join(root, '.exec-server-')));
  }
  const info = readFileSync(`/proc/self/fdinfo/${written}`, 'utf8');
  const flags = Number.parseInt(/^flags:\s+(\d+)/m.exec(info)?.[1] ?? '', 8);
  expect(flags & constants.O_DSYNC).toBe(constants.O_DSYNC);
  turn.resolve();
  await writing;
});

test('a write is prepared before its turn, for the file as it is by then', async () => {
  const cached = new CachedAnswers(async () => new CachedFiles(ALL_IN_MEMORY));
  const { files, root } = nodeFixture(undefined, new NodeFileSystem(cached));
  const file = join(root, 'f');
  for (const change of [
    () => writeFileSync(file, 'born meanwhile', { mode: 0o640 }),
    () => chmodSync(file, 0o600),
    () => linkSync(file, `${file}2`),
    () => undefined,
  ]) {
    const turn = new Deferred<void>();
    const inTurn = turn.promise;
    const writing = files.writeFile(file, Buffer.from('new'), { ...FOLLOW, inTurn });
    while (!readdirSync(root).some((name) => name.startsWith('.exec-server-'))) {
      await settled();
    }
    change();
    const expected = statSync(file, { throwIfNoEntry: false });
    turn.resolve();
    await writing;
    const { mode, nlink } = statSync(file);
    expect({ mode, nlink }).toEqual({ mode: expected?.mode, nlink: expected?.nlink });
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(readdirSync(root).filter((name) => name.startsWith('.'))).toEqual([]);
    rmSync(`${file}2`, { force: true });
  }
});

/** A kernel that never has to wait. */
const ALL_IN_MEMORY: KernelCalls = {
  openPath(path) {
    try {
      return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch {
      return -system.errno.ENOENT;
    }
  },
  status: (descriptor) => ({ ...fstatSync(descriptor), mountId: 1 }),
  mount: () => ({ magic: 0xef_53, attributes: 0 }),
  reopen: (descriptor) => openSync(`/dev/fd/${descriptor}`, 'r+'),
  read: () => undefined,
  close: closeSync,
};

const descriptors = (): string[] => readdirSync('/proc/self/fd');

const nameOf = (descriptor: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
};

const openFiles = (): string[] => descriptors().map(nameOf);
