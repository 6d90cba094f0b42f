import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { expandDenyGlobs } from '../../../../src/adapters/sandbox/rules/expand-deny-globs.js';
import { resolveRules } from '../../../../src/adapters/sandbox/rules/resolved-rules.js';
import type { FileRules } from '../../../../src/domain/sandbox/confinement.js';
import { testNeeding } from '../../../support/needing.js';

const mayReadEverything = process.getuid?.() === 0;

let directory: string;

const make = (...files: readonly string[]): void => {
  for (const file of files) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), '');
  }
};

const found = async (
  patterns: readonly string[],
  rules: FileRules['rules'] = [{ path: '/', access: 'read' }],
  hiddenDepth?: number,
): Promise<readonly string[]> => {
  const hidden = patterns.map((pattern) => ({ directory, pattern }));
  const files = { includesMinimal: false, rules, hidden, hiddenDepth };
  const paths = (await expandDenyGlobs(files, await resolveRules(files))).map(({ path }) => path);
  return paths.map((path) => path.slice(directory.length + 1)).sort();
};

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hidden-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('expandDenyGlobs finds matching files and directories and nothing below them', async () => {
  make('a.env', 'd.env/b.env', 'd/e/c.env', 'd/plain');
  expect(await found(['**/*.env'])).toEqual(['a.env', 'd.env', 'd/e/c.env']);
  expect(await found(['d/**', '**/c.env', '*.env/b*'])).toEqual(['d.env/b.env', 'd/e', 'd/plain']);
  expect(await found(['**/c.env', 'd'.concat('*')])).toEqual(['d', 'd.env']);
});

test.each([
  [1, ['a.env']],
  [2, ['a.env', 'd/b.env']],
  [3, ['a.env', 'd/b.env', 'd/e/c.env']],
])('expandDenyGlobs searches %d names deep', async (depth, expected) => {
  make('a.env', 'd/b.env', 'd/e/c.env');
  expect(await found(['**/*.env'], undefined, depth)).toEqual(expected);
});

test('expandDenyGlobs finds the target of a matching link under its own name', async () => {
  make('d/plain', 'd/other');
  symlinkSync('d/plain', join(directory, 'link.env'));
  symlinkSync('d', join(directory, 'directory'));
  symlinkSync('nowhere', join(directory, 'dangling.env'));
  symlinkSync('loop.env', join(directory, 'loop.env'));
  expect(await found(['**/*.env'])).toEqual(['d/plain']);
  expect(await found(['*/other'])).toEqual(['d/other']);
});

test('expandDenyGlobs finds names that are not UTF-8', async () => {
  writeFileSync(Buffer.concat([Buffer.from(`${directory}/a`), Buffer.of(0xff)]), '');
  expect(await found(['a?'])).toEqual(['a\udcff']);
});

test('expandDenyGlobs skips what no rule shows, unless a rule shows something below it', async () => {
  make('a/x', 'b/x', 'c/x');
  const rules = [
    { path: join(directory, 'a'), access: 'read' },
    { path: join(directory, 'b'), access: 'deny' },
    { path: join(directory, 'c'), access: 'deny' },
    { path: join(directory, 'c', 'x'), access: 'write' },
  ] as const;
  expect(await found(['*'], rules)).toEqual(['a', 'c']);
  expect(await found(['*/x'], rules)).toEqual(['a/x', 'c/x']);
});

test('expandDenyGlobs finds nothing in a base directory that is a file or missing', async () => {
  make('file');
  const hidden = ['file', 'nowhere'].map((name) => ({
    directory: join(directory, name),
    pattern: '*',
  }));
  const files = {
    includesMinimal: false,
    rules: [{ path: '/', access: 'read' }],
    hidden,
    hiddenDepth: undefined,
  } as const;
  expect(await expandDenyGlobs(files, await resolveRules(files))).toEqual([]);
});

test('expandDenyGlobs refuses patterns that match more than 1000 files', async () => {
  make(...Array.from({ length: 1001 }, (_, index) => `${index}.env`));
  await expect(found(['*.env'])).rejects.toThrow('the patterns match more than 1000 files');
});

testNeeding('a user other than root', !mayReadEverything)(
  'expandDenyGlobs hides a directory that cannot be listed as a whole',
  async () => {
    make('closed/a.env');
    chmodSync(join(directory, 'closed'), 0o300);
    expect(await found(['**/*.env'])).toEqual(['closed']);
    expect(await found(['*.env'])).toEqual([]);
    chmodSync(join(directory, 'closed'), 0o700);
  },
);
