import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { KNOWN_DIFFERENCES } from '../../scripts/conformance/known-differences.mjs';

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('every known difference of the conformance comparison has its row in docs/compatibility.md', () => {
  const rows = read('docs/compatibility.md').split('\n');
  const topics = rows.map((row) => row.split(/(?<!\\)\|/)[1]?.trim());
  const missing = KNOWN_DIFFERENCES.filter(
    ({ topic }: { topic: string }) => !topics.includes(topic),
  );
  expect(missing).toEqual([]);
  expect(KNOWN_DIFFERENCES.length).toBeGreaterThan(30);
});

test.each([
  ['README.md', 120],
  ['ARCHITECTURE.md', 150],
])('%s has at most %d lines', (document, lines) => {
  expect(read(document).trimEnd().split('\n').length).toBeLessThanOrEqual(lines);
});
