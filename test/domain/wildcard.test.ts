import { describe, expect, test } from '@jest/globals';
import { matchesWildcard } from '../../src/domain/wildcard.js';

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
])('wildcard %j matches %j', (pattern, text) => {
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
])('wildcard %j does not match %j', (pattern, text) => {
  expect(matchesWildcard(pattern, text)).toBe(false);
});

describe('Wildcard with the special characters of other pattern languages', () => {
  test.each(['[ab]', '[!a]', '{a,b}', 'a.c', 'a+', '^a$', '\\a', '(a|b)', '\\*'])(
    '%j matches itself',
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
  ])('%j does not match %j', (pattern, text) => {
    expect(matchesWildcard(pattern, text)).toBe(false);
  });
});

test('wildcard takes a star in the text for an ordinary character', () => {
  expect(matchesWildcard('a*', 'a*b')).toBe(true);
  expect(matchesWildcard('ab', 'a*')).toBe(false);
});

test('wildcard ? matches one character of two UTF-16 code units', () => {
  expect(matchesWildcard('?', '😀')).toBe(true);
  expect(matchesWildcard('??', '😀')).toBe(false);
});

test('wildcard ? matches one character whose lower case is two characters', () => {
  expect(matchesWildcard('?y', 'İy')).toBe(true);
  expect(matchesWildcard('??y', 'İy')).toBe(false);
});

test('wildcard with 200 stars is decided within a second', () => {
  const pattern = `${'*a'.repeat(200)}*b`;
  const began = performance.now();

  expect(matchesWildcard(pattern, 'a'.repeat(5000))).toBe(false);
  expect(performance.now() - began).toBeLessThan(1000);
});
