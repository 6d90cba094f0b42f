import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Glob } from '../../src/domain/glob.js';
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
])('whether %j is for %j: %j', (pattern, path, fits) => {
  expect(new Glob(pattern).fits(path)).toBe(fits);
});

describe('what is not ASCII', () => {
  test.each([
    ['?.env', 'é.env'],
    ['??.env', 'é.env'],
    ['[é].env', 'é.env'],
    ['[à-ü].env', 'é.env'],
    ['[!a].env', '😀.env'],
    ['????.env', '😀.env'],
    ['a?.env', 'a\udcff.env'],
    ['*.env', '\udcff\udc80.env'],
  ])('counts as characters and as bytes: %j is for %j', (pattern, path) => {
    expect(new Glob(pattern).fits(path)).toBe(true);
  });

  test('does not fit what is written in another way', () => {
    expect(new Glob('é*').fits('e\u0301')).toBe(false);
  });
});

test.each(['*}', 'a{b', '{a,{b}*', '*\\', '[b-a]*', '[z-a'.concat(']')])(
  '%j is refused, as the native program does',
  (pattern) => {
    expect(() => new Glob(pattern)).toThrow('filesystem sandbox cannot be enforced');
  },
);

test('is for what the pattern means, and for no more where all is ASCII', () => {
  fc.assert(
    fc.property(anyGlob, anyPath, (tokens, path) => {
      const glob = new Glob(written(tokens));
      const expected = isFor(tokens, path);
      if (expected || !path.includes('é')) expect(glob.fits(path)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});

test('a folder with something in it that fits is looked into', () => {
  fc.assert(
    fc.property(anyGlob, anyPath, (tokens, path) => {
      const glob = new Glob(written(tokens));
      const names = path.split('/');
      fc.pre(names.length > 1 && glob.fits(path));
      for (let length = 1; length < names.length; length += 1) {
        expect(glob.mayFitBelow(names.slice(0, length).join('/'))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('no pattern takes long', () => {
  const glob = new Glob(`${'*a'.repeat(100)}${'{*,**/*}'.repeat(20)}[!a]`);
  expect(glob.fits(`${'a'.repeat(255)}/${'a'.repeat(255)}`)).toBe(false);
});

test('a folder in which nothing can fit is not looked into', () => {
  expect(new Glob('*.env').mayFitBelow('a')).toBe(false);
  expect(new Glob('a/*/b').mayFitBelow('c')).toBe(false);
  expect(new Glob('a/*/b').mayFitBelow('a/c')).toBe(true);
  expect(new Glob('**/b').mayFitBelow('c/d')).toBe(true);
});
