import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../../src/adapters/system/temporary-directory.js';
import { testNeeding } from '../../support/needing.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporary-folder-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('the first folder in which files can be made is taken', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');

  expect(temporaryFolder(['/nowhere', file, folder, '/tmp'])).toBe(folder);
});

testNeeding('a user other than root', process.getuid?.() !== 0)(
  'one that is not writable is passed by',
  () => {
    chmodSync(folder, 0o555);

    expect(temporaryFolder([folder, '/tmp'])).toBe('/tmp');
  },
);

test('a relative one is told as an absolute path', () => {
  expect(temporaryFolder([relative('.', folder)])).toBe(folder);
});

test('where none can be used the last one is told', () => {
  expect(temporaryFolder(['/nowhere', '/neither'])).toBe('/neither');
});
