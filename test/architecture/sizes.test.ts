import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const MAX_LINES = 250;
const MAX_FILES = 20;

const FILES = ['src', 'test', 'scripts', 'bench', 'stress'].flatMap((root) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map(({ parentPath, name }) => ({ directory: parentPath, path: join(parentPath, name) })),
);

test('files have at most 250 lines', () => {
  const sources = FILES.filter(({ path }) => /\.m?[jt]s$/.test(path));
  expect(sources.length).toBeGreaterThan(900);
  const long = sources
    .map(({ path }) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
    .filter(({ lines }) => lines > MAX_LINES);
  expect(long).toEqual([]);
});

test('directories of src and test have at most 20 files', () => {
  const counts = new Map<string, number>();
  for (const { directory } of FILES.filter(({ path }) => /^(src|test)\//.test(path))) {
    counts.set(directory, (counts.get(directory) ?? 0) + 1);
  }
  const large = [...counts].filter(([, count]) => count > MAX_FILES);
  expect(large).toEqual([]);
});
