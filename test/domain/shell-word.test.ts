import { expect, test } from '@jest/globals';
import { shellWord } from '../../src/domain/shell-word.js';

test('shellWord quotes a text, and its single quotes, for a POSIX shell', () => {
  expect(shellWord(`a $b "c" it's`)).toBe(`'a $b "c" it'\\''s'`);
});
