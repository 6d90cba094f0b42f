import { describe, expect, test } from '@jest/globals';
import { startParams } from '../../../src/client/processes/start-params.js';
import type { EnvironmentInfo } from '../../../src/protocol/environment.js';

const ENVIRONMENT = {
  cwd: 'file:///home/me',
  shell: { name: 'sh', path: '/bin/sh' },
} as EnvironmentInfo;

const cwdOf = (cwd?: string | URL, environment = ENVIRONMENT): string =>
  startParams('p', ['true'], cwd === undefined ? {} : { cwd }, environment).cwd;

describe('The working directory of a command', () => {
  test.each([
    ['none: that of the server', undefined, 'file:///home/me'],
    ['an absolute path', '/a b/ü', 'file:///a%20b/%C3%BC'],
    ['a relative path, below that of the server', 'src', 'file:///home/me/src'],
    ['what would be read as a drive letter', '/c:/x', 'file:////c:/x'],
    ['a URL as text', 'file:///a%20b', 'file:///a%20b'],
    ['a URL', new URL('file:///a'), 'file:///a'],
  ])('%s', (_, cwd, expected) => {
    expect(cwdOf(cwd)).toBe(expected);
  });

  test.each([
    ['a URL of another scheme', new URL('http://host/a')],
    ['a path with a null byte', '/a\0b'],
    ['an empty path', ''],
  ])('is refused: %s', (_, cwd) => {
    expect(() => cwdOf(cwd)).toThrow(TypeError);
  });

  test('is refused where it is relative and that of the server was removed', () => {
    const removed = { ...ENVIRONMENT, cwd: null };
    expect(cwdOf(undefined, removed)).toBe('file:///');
    expect(() => cwdOf('src', removed)).toThrow(/must be absolute/);
  });
});
