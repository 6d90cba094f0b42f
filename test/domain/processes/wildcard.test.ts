import { describe, expect, test } from '@jest/globals';
import { matchesWildcard } from '../../../src/domain/processes/wildcard.js';

test.each([
  ['PATH', 'PATH'],
  ['path', 'PATH'],
  ['PATH', 'Path'],
  ['', ''],
  ['*', ''],
  ['*', 'anything at all'],
  ['**', 'x'],
  ['*KEY*', 'KEYBOARD'],
  ['*KEY*', 'api_key_2'],
  ['*KEY*', 'KEY'],
  ['CODEX_*', 'CODEX_'],
  ['*_ID', 'A_ID_ID'],
  ['A*B*C', 'A-B-B-C-C'],
  ['L?NG', 'LANG'],
  ['??', 'ab'],
  ['*?', 'a'],
  ['?*?', 'ab'],
  ['É*', 'été'],
])('%j fits %j', (pattern, text) => {
  expect(matchesWildcard(pattern, text)).toBe(true);
});

test.each([
  ['PATH', 'PATHS'],
  ['PATH', 'XPATH'],
  ['PATH', 'PAT'],
  ['', 'x'],
  ['?', ''],
  ['?', 'ab'],
  ['*?', ''],
  ['?*?', 'a'],
  ['*KEY*', 'PASSWORD'],
  ['A*B*C', 'A-C-B'],
  ['*_ID', 'ID'],
  ['*AB', 'ABA'],
  ['AB*B', 'AB'],
  ['AB*BX', 'ABX'],
])('%j does not fit %j', (pattern, text) => {
  expect(matchesWildcard(pattern, text)).toBe(false);
});

describe('what means something in other pattern languages', () => {
  test.each(['[ab]', '[!a]', '{a,b}', 'a.c', 'a+', '^a$', '\\a', '(a|b)', '\\*'])(
    'stands for itself: %j',
    (pattern) => {
      expect(matchesWildcard(pattern, pattern)).toBe(true);
    },
  );

  test.each([
    ['[ab]', 'a'],
    ['a.c', 'abc'],
    ['a+', 'aa'],
    ['^a$', 'a'],
    ['{a,b}', 'a'],
    ['\\*', '*'],
  ])('%j does not fit %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false);
  });
});

test('a star in the text is a character like any other', () => {
  expect(matchesWildcard('a*', 'a*b')).toBe(true);
  expect(matchesWildcard('ab', 'a*')).toBe(false);
});

test('a question mark is one character, also one that takes two code units', () => {
  expect(matchesWildcard('?', '😀')).toBe(true);
  expect(matchesWildcard('??', '😀')).toBe(false);
});

test('a question mark is one character, also one whose lower case is two', () => {
  expect(matchesWildcard('?y', 'İy')).toBe(true);
  expect(matchesWildcard('??y', 'İy')).toBe(false);
});

test('a pattern that makes others try for ever is decided at once', () => {
  const pattern = `${'*a'.repeat(200)}*b`;
  const began = performance.now();

  expect(matchesWildcard(pattern, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(1000);
});
