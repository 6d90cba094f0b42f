import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import {
  memoryDirectory,
  temporaryDirectory,
} from '../../../src/adapters/system/temporary-directory.js';
import { testNeeding } from '../../support/needing.js';

/** Asked of another program than the one under test. */
const isTmpfs = (path: string): boolean =>
  spawnSync('stat', ['-f', '-c', '%T', path], { encoding: 'utf8' }).stdout === 'tmpfs\n';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'temporary-directory-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('temporaryDirectory returns the first directory in which files can be made', () => {
  const file = join(directory, 'file');
  writeFileSync(file, '');

  expect(temporaryDirectory(['/nowhere', file, directory, '/tmp'])).toBe(directory);
});

test.each([
  ['TMPDIR before TMP and TEMP', { TEMP: '/nowhere', TMP: '/nowhere', TMPDIR: 'HERE' }],
  ['TMP before TEMP', { TEMP: '/nowhere', TMP: 'HERE', TMPDIR: '' }],
  ['TEMP', { TEMP: 'HERE' }],
])('temporaryDirectory takes the one that the environment names: %s', (_case, names) => {
  const variables = Object.entries(names).map(([name, value]) => [
    name,
    value.replace('HERE', directory),
  ]);
  const env = jest.replaceProperty(process, 'env', Object.fromEntries(variables));

  expect(temporaryDirectory()).toBe(directory);

  env.restore();
});

testNeeding('a tmpfs at /dev/shm', isTmpfs('/dev/shm'))(
  'memoryDirectory is /dev/shm where that is a tmpfs, else the directory for temporary files',
  () => {
    expect(memoryDirectory()).toBe('/dev/shm');
    expect(memoryDirectory('/proc')).toBe(temporaryDirectory());
    expect(memoryDirectory('/nowhere')).toBe(temporaryDirectory());
  },
);

testNeeding('a user other than root', process.getuid?.() !== 0)(
  'temporaryDirectory skips a directory that is not writable',
  () => {
    chmodSync(directory, 0o555);

    expect(temporaryDirectory([directory, '/tmp'])).toBe('/tmp');
  },
);

test('temporaryDirectory returns an absolute path', () => {
  expect(temporaryDirectory([relative('.', directory)])).toBe(directory);
});

test('temporaryDirectory returns the last candidate when none is usable', () => {
  expect(temporaryDirectory(['/nowhere', '/neither'])).toBe('/neither');
});
