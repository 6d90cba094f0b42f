import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GlobPosition } from '../../../src/domain/sandbox/glob.js';
import { propertyRuns } from '../../properties/property-runs.js';
import { anyGlob, anyPath, isFor, written } from './any-glob.js';

test.each<[string, string, boolean]>([
  ['*.key', 'x.key', true],
  ['*.key', '.key', true],
  ['*.key', 'b/x.key', false],
  ['*.key', 'x.keys', false],
  ['*.key', 'x.KEY', false],
  ['**/*.key', 'x.key', true],
  ['**/*.key', 'b/c/x.key', true],
  ['a/**/*.key', 'a/x.key', true],
  ['a/**/*.key', 'ab/x.key', false],
  ['a/**', 'a/b/c', true],
  ['a/**', 'a', false],
  ['**/b/**', 'b/c', true],
  ['**/b/**', 'a/b', false],
  ['**/**/x', 'x', true],
  ['a**/x', 'ab/c/x', false],
  ['a**', 'ab/c', false],
  ['***', 'a/b', false],
  ['a/?', 'a/b', true],
  ['a/?', 'a/bc', false],
  ['a?b', 'a/b', false],
  ['[ab]c', 'bc', true],
  ['[a-c]d', 'bd', true],
  ['[a-c]d', 'dd', false],
  ['[a-c-e]', 'd', true],
  ['[--a]', '-', true],
  ['[a-]', '-', true],
  ['[!a]c', 'bc', true],
  ['[!a]c', 'ac', false],
  ['[^a]c', 'bc', true],
  ['[^^]x', '^x', false],
  ['[]a]x', ']x', true],
  ['[!]]x', ']x', false],
  ['[[]a]', '[a]', true],
  ['q\\[a\\]', 'q[a]', true],
  ['q\\[a\\]', 'qa', false],
  ['[\\^]x', '\\x', true],
  ['a[', 'a[', true],
  ['[].env', '[].env', true],
  ['s[/]k', 's/k', true],
  ['a.b*', 'axb', false],
  ['a(b|c)$*', 'a(b|c)$', true],
  ['a\\*', 'a*', true],
  ['a\\*', 'ab', false],
  ['*', 'line\nend', true],
  ['{a,b}*', 'bc', true],
  ['{a,{b,c}d}*', 'cde', true],
  ['{*.env,s/k}', 's/k', true],
  ['*.env{,.bak}', 'a.env', true],
  ['*.env{,.bak}', 'a.env.bak', true],
  ['{}*', 'a', true],
  ['{**/k,x}', 'a/b/k', true],
  ['x,*', 'x,y', true],
  ['x{\\,,a}*', 'x,y', true],
  ['*.%65nv', 'a.env', false],
])('glob %j against the path %j: %j', (pattern, path, expected) => {
  expect(fits(pattern, path)).toBe(expected);
});

describe('Glob beyond ASCII', () => {
  test.each([
    ['?.env', 'é.env'],
    ['??.env', 'é.env'],
    ['[é].env', 'é.env'],
    ['[à-ü].env', 'é.env'],
    ['[!a].env', '😀.env'],
    ['????.env', '😀.env'],
    ['a?.env', 'a\udcff.env'],
    ['*.env', '\udcff\udc80.env'],
  ])('counts as characters and as bytes: %j matches %j', (pattern, path) => {
    expect(fits(pattern, path)).toBe(true);
  });

  test('does not normalize Unicode', () => {
    expect(fits('é*', 'e\u0301')).toBe(false);
  });
});

test.each(['*}', 'a{b', '{a,{b}*', '*\\', '[b-a]*', '[z-a'.concat(']'), '[b-a'])(
  'glob %j is rejected, as by upstream',
  (pattern) => {
    expect(() => GlobPosition.startOf(pattern)).toThrow('filesystem sandbox cannot be enforced');
  },
);

test('glob matches what its pattern means, and nothing more in ASCII', () => {
  fc.assert(
    fc.property(anyGlob, anyPath, (tokens, path) => {
      const expected = isFor(tokens, path);
      return (!expected && path.includes('é')) || fits(written(tokens), path) === expected;
    }),
    propertyRuns(3000),
  );
});

test('glob searches every directory that contains a match', () => {
  fc.assert(
    fc.property(anyGlob, anyPath, (tokens, path) => {
      const pattern = written(tokens);
      const names = path.split('/');
      fc.pre(names.length > 1 && fits(pattern, path));
      const directories = names.slice(1).map((_, index) => names.slice(0, index + 1).join('/'));
      return directories.every((directory) => mayFitBelow(pattern, directory));
    }),
    propertyRuns(300),
  );
});

test('glob does not search a directory in which nothing can match', () => {
  expect(mayFitBelow('*.env', 'a')).toBe(false);
  expect(mayFitBelow('a/*/b', 'c')).toBe(false);
  expect(mayFitBelow('a/*/b', 'a/c')).toBe(true);
  expect(mayFitBelow('a/b*', 'a/b')).toBe(false);
  expect(mayFitBelow('**/b', 'c/d')).toBe(true);
});

test('glob decides within the test timeout on patterns with many stars and alternatives', () => {
  const start = GlobPosition.startOf(`${'*a'.repeat(100)}${'{*,**/*}'.repeat(20)}[!a]`);
  const path = `${'a'.repeat(255)}/${'a'.repeat(255)}`;
  const times = Array.from({ length: 1000 }, () => start.after(path).fits);
  expect(times).not.toContain(true);
});

test('glob with too many ways to match is rejected', () => {
  const start = GlobPosition.startOf(`*a${'?'.repeat(2000)}`);
  const tryMany = (): void => {
    for (let seed = 1; seed < 2000; seed += 1) {
      start.after(Array.from({ length: 255 }, (_, at) => 'ab'[(seed >> (at % 11)) & 1]).join(''));
    }
  };
  expect(tryMany).toThrow('more than 2000000 matcher states');
});

const fits = (pattern: string, path: string): boolean =>
  GlobPosition.startOf(pattern).after(path).fits;

const mayFitBelow = (pattern: string, directory: string): boolean =>
  GlobPosition.startOf(pattern).after(`${directory}/`).mayGoOn;
