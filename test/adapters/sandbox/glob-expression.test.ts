import { expect, test } from '@jest/globals';
import { globExpression } from '../../../src/adapters/sandbox/glob-expression.js';

test.each<[string, string, boolean]>([
  ['/a/*.key', '/a/x.key', true],
  ['/a/*.key', '/a/.key', true],
  ['/a/*.key', '/a/b/x.key', false],
  ['/a/*.key', '/a/x.keys', false],
  ['/a/**/*.key', '/a/x.key', true],
  ['/a/**/*.key', '/a/b/c/x.key', true],
  ['/a/**/*.key', '/ab/x.key', false],
  ['/a/**', '/a/b/c', true],
  ['/a/**', '/a', false],
  ['/a/?', '/a/b', true],
  ['/a/?', '/a/bc', false],
  ['/a?b', '/a/b', false],
  ['/[ab]c', '/bc', true],
  ['/[a-c]d', '/bd', true],
  ['/[a-c]d', '/dd', false],
  ['/[!a]c', '/bc', true],
  ['/[!a]c', '/ac', false],
  ['/[^]x', '/^x', true],
  ['/a.b', '/axb', false],
  ['/a(b|c)$', '/a(b|c)$', true],
  ['/a[b', '/a[b', true],
  ['/a\\d', '/a1', false],
  ['/a/*', '/a/line\nend', true],
  ['/{a,b}', '/a', false],
])('whether %j fits %j: %j', (pattern, path, fits) => {
  expect(globExpression(pattern).expression.test(path)).toBe(fits);
});

test.each([
  ['/a/b/*.key', '/a/b'],
  ['/a/b*/c', '/a'],
  ['/*', '/'],
  ['/a/[bc]/d', '/a'],
  ['/a/b', '/a'],
  ['/a', '/'],
])('all that fits %j lies below %j', (pattern, folder) => {
  expect(globExpression(pattern).folder).toBe(folder);
});
