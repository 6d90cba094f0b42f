import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { privateDirectory } from '../../../src/adapters/system/private-directory.js';

let parent: string;
let usual: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'private-'));
  usual = join(parent, `exec-server-${process.geteuid?.()}`);
});

afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

test('privateDirectory makes it with mode 0700, again after it was removed', () => {
  for (let time = 0; time < 2; time++) {
    expect(privateDirectory(parent)).toBe(usual);
    expect(modeOf(usual)).toBe(0o700);
    rmSync(usual, { recursive: true });
  }
});

test.each([0o000, 0o500, 0o711, 0o755])('privateDirectory changes the mode %o to 0700', (mode) => {
  mkdirSync(usual);
  chmodSync(usual, mode);
  expect(privateDirectory(parent)).toBe(usual);
  expect(modeOf(usual)).toBe(0o700);
});

const NOT_OURS: [string, () => void][] = [
  ['a file', () => writeFileSync(usual, '')],
  ['a link to an own directory', () => symlinkSync(mkdtempSync(`${usual}.`), usual)],
  [
    'a directory that others can write to',
    () => {
      mkdirSync(usual);
      chmodSync(usual, 0o770);
    },
  ],
];
if (process.getuid?.() === 0) {
  NOT_OURS.push([
    'a directory of another user',
    () => {
      mkdirSync(usual, { mode: 0o700 });
      chownSync(usual, 65_534, 65_534);
    },
  ]);
}

test.each(NOT_OURS)(
  'privateDirectory uses another directory, always the same, in place of %s',
  (_, make) => {
    make();
    const before = lstatSync(usual);
    const other = privateDirectory(parent);
    expect(other).not.toBe(usual);
    expect(modeOf(other)).toBe(0o700);
    expect(privateDirectory(parent)).toBe(other);
    expect(lstatSync(usual)).toEqual(before);
    rmSync(other, { recursive: true });
    expect(modeOf(privateDirectory(parent))).toBe(0o700);
  },
);

test('privateDirectory keeps one substitute for each parent', () => {
  const parents = ['a', 'b'].map((name) => join(parent, name));
  for (const path of parents) {
    mkdirSync(path);
    writeFileSync(join(path, `exec-server-${process.geteuid?.()}`), '');
  }
  const used = parents.map((path) => privateDirectory(path));
  expect(parents.map((path) => privateDirectory(path))).toEqual(used);
});
