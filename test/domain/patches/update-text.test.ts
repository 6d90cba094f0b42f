import { expect, test } from '@jest/globals';
import type { Chunk, ChunkLine } from '../../../src/domain/patches/patch.js';
import { updateText } from '../../../src/domain/patches/update-text.js';

const KINDS: Readonly<Record<string, ChunkLine['kind']>> = {
  ' ': 'context',
  '-': 'removed',
  '+': 'added',
};

const chunk = (...lines: readonly string[]): Chunk => ({
  header: undefined,
  isAtEnd: false,
  lines: lines.map((line) => ({ kind: KINDS[line.charAt(0)] ?? 'context', text: line.slice(1) })),
});

const update = (content: string, ...chunks: readonly Chunk[]): string =>
  updateText(content, chunks, '/f');

test('added lines get the line end of the first line', () => {
  expect(update('a\r\nb\nc\n', chunk('-b', '+B', '+D'))).toBe('a\r\nB\r\nD\r\nc\n');
});

test('context keeps the text and the line end of the file', () => {
  expect(update('  “a” \r\nb\n', chunk(' "a"', '-b', '+B'))).toBe('  “a” \r\nB\r\n');
});

test('an exact match is preferred to an earlier one that differs in white space', () => {
  expect(update(' x\nx\n', chunk('-x', '+y'))).toBe(' x\ny\n');
});

test('each chunk is sought behind the one before', () => {
  expect(update('x\nx\nx\n', chunk('-x', '+1'), chunk('-x', '+2'))).toBe('1\n2\nx\n');
});

test('lines that are not found are in the error', () => {
  expect(() => update('a\n', chunk(' a', '-b'))).toThrow(
    'Failed to find expected lines in /f:\na\nb',
  );
});

test('a file of 300,000 lines is updated', () => {
  const lines = Array.from({ length: 300_000 }, (_, index) => `${index}\n`);

  const updated = update(lines.join(''), chunk('-299998', '+changed'));

  expect(updated.endsWith('299997\nchanged\n299999\n')).toBe(true);
});
