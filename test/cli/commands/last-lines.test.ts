import { expect, test } from '@jest/globals';
import { startOfLastLines } from '../../../src/cli/commands/last-lines.js';

const lastLines = (lines: number, ...chunks: readonly string[]): string => {
  const buffers = chunks.map((chunk) => Buffer.from(chunk));
  const { index, offset } = startOfLastLines(buffers, lines);
  return chunks.slice(index).join('').slice(offset);
};

test.each([
  [2, ['1\n2\n3\n'], '2\n3\n'],
  [2, ['1\n2\n3'], '2\n3'],
  [1, ['1\n', '2', '\n'], '2\n'],
  [2, ['a1\nb', 'c\n', 'd'], 'bc\nd'],
  [3, ['1\n2\n'], '1\n2\n'],
  [2, ['\n\n\n'], '\n\n'],
  [0, ['1\n2\n'], ''],
  [5, [], ''],
])('the last %i lines of %j are %j', (lines, chunks, expected) => {
  expect(lastLines(lines, ...chunks)).toBe(expected);
});
