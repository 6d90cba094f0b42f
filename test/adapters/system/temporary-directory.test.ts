import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryDirectory } from '../../../src/adapters/system/temporary-directory.js';
import { testNeeding } from '../../support/needing.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporary-folder-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('temporaryDirectory returns the first directory in which files can be made', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');

  expect(temporaryDirectory(['/nowhere', file, folder, '/tmp'])).toBe(folder);
});

testNeeding('a user other than root', process.getuid?.() !== 0)(
  'temporaryDirectory skips a directory that is not writable',
  () => {
    chmodSync(folder, 0o555);

    expect(temporaryDirectory([folder, '/tmp'])).toBe('/tmp');
  },
);

test('temporaryDirectory returns an absolute path', () => {
  expect(temporaryDirectory([relative('.', folder)])).toBe(folder);
});

test('temporaryDirectory returns the last candidate when none is usable', () => {
  expect(temporaryDirectory(['/nowhere', '/neither'])).toBe('/neither');
});
