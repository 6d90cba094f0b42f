import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { expandDenyGlobs } from '../../../../src/adapters/sandbox/rules/expand-deny-globs.js';
import { resolveRules } from '../../../../src/adapters/sandbox/rules/resolved-rules.js';
import type { FileRules } from '../../../../src/domain/sandbox/confinement.js';
import { testNeeding } from '../../../support/needing.js';

const mayReadEverything = process.getuid?.() === 0;

let folder: string;

const make = (...files: readonly string[]): void => {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), '');
  }
};

const found = async (
  patterns: readonly string[],
  rules: FileRules['rules'] = [{ path: '/', access: 'read' }],
  hiddenDepth?: number,
): Promise<readonly string[]> => {
  const hidden = patterns.map((pattern) => ({ folder, pattern }));
  const files = { includesMinimal: false, rules, hidden, hiddenDepth };
  const paths = (await expandDenyGlobs(files, await resolveRules(files))).map(({ path }) => path);
  return paths.map((path) => path.slice(folder.length + 1)).sort();
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hidden-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('files and folders that fit are found, and nothing below what is found', async () => {
  make('a.env', 'd.env/b.env', 'd/e/c.env', 'd/plain');
  expect(await found(['**/*.env'])).toEqual(['a.env', 'd.env', 'd/e/c.env']);
  expect(await found(['d/**', '**/c.env', '*.env/b*'])).toEqual(['d.env/b.env', 'd/e', 'd/plain']);
  expect(await found(['**/c.env', 'd'.concat('*')])).toEqual(['d', 'd.env']);
});

test.each([
  [1, ['a.env']],
  [2, ['a.env', 'd/b.env']],
  [3, ['a.env', 'd/b.env', 'd/e/c.env']],
])('they are looked for %d names deep', async (depth, expected) => {
  make('a.env', 'd/b.env', 'd/e/c.env');
  expect(await found(['**/*.env'], undefined, depth)).toEqual(expected);
});

test('what a link leads to is found under its own name', async () => {
  make('d/plain', 'd/other');
  symlinkSync('d/plain', join(folder, 'link.env'));
  symlinkSync('d', join(folder, 'folder'));
  symlinkSync('nowhere', join(folder, 'dangling.env'));
  symlinkSync('loop.env', join(folder, 'loop.env'));
  expect(await found(['**/*.env'])).toEqual(['d/plain']);
  expect(await found(['*/other'])).toEqual(['d/other']);
});

test('names are found that are not UTF-8', async () => {
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/a`), Buffer.of(0xff)]), '');
  expect(await found(['a?'])).toEqual(['a\udcff']);
});

test('what no rule shows is not found, but for what has something in it that one shows', async () => {
  make('a/x', 'b/x', 'c/x');
  const rules = [
    { path: join(folder, 'a'), access: 'read' },
    { path: join(folder, 'b'), access: 'deny' },
    { path: join(folder, 'c'), access: 'deny' },
    { path: join(folder, 'c', 'x'), access: 'write' },
  ] as const;
  expect(await found(['*'], rules)).toEqual(['a', 'c']);
  expect(await found(['*/x'], rules)).toEqual(['a/x', 'c/x']);
});

test('there is nothing where the folder of a pattern is a file, or is not there', async () => {
  make('file');
  const hidden = ['file', 'nowhere'].map((name) => ({ folder: join(folder, name), pattern: '*' }));
  const files = {
    includesMinimal: false,
    rules: [{ path: '/', access: 'read' }],
    hidden,
    hiddenDepth: undefined,
  } as const;
  expect(await expandDenyGlobs(files, await resolveRules(files))).toEqual([]);
});

test('a pattern that fits too much is refused', async () => {
  make(...Array.from({ length: 1001 }, (_, index) => `${index}.env`));
  await expect(found(['*.env'])).rejects.toThrow('its patterns hide more than 1000 files');
});

testNeeding('a user other than root', !mayReadEverything)(
  'a folder that cannot be listed is found as a whole',
  async () => {
    make('closed/a.env');
    chmodSync(join(folder, 'closed'), 0o300);
    expect(await found(['**/*.env'])).toEqual(['closed']);
    expect(await found(['*.env'])).toEqual([]);
    chmodSync(join(folder, 'closed'), 0o700);
  },
);
