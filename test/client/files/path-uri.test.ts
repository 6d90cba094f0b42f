import { describe, expect, test } from '@jest/globals';
import { parsePathUri } from '../../../src/adapters/json-rpc/encoding/path-uri.js';
import { fromPathUri, toPathUri } from '../../../src/client/files/path-uri.js';
import { encodePath } from '../../../src/domain/files/path-encoding.js';

const CWD = 'file:///work%20dir';

describe('path URIs of the client', () => {
  test.each([
    ['an absolute path', '/a/b', 'file:///a/b'],
    [
      'characters that have a meaning in URLs',
      '/a b?c#d%41|e\\f',
      'file:///a%20b%3Fc%23d%2541%7Ce%5Cf',
    ],
    ['text beyond ASCII', '/é', 'file:///%C3%A9'],
    ['a relative path', 'a', 'file:///work%20dir/a'],
    ['dots and further slashes', '/a//b/./../c/', 'file:///a/c'],
    ['the root', '/', 'file:///'],
    ['bytes that are not UTF-8', Buffer.from([0x2f, 0xff]), 'file:///%FF'],
    ['a URL', new URL('file:///a%20b/%FF'), 'file:///a%20b/%FF'],
    ['what looks like a drive', '/c:/x', 'file:////c:/x'],
  ])('%s', (_, path, uri) => {
    expect(toPathUri(path, CWD)).toBe(uri);
  });

  test.each([
    Buffer.from(Array.from({ length: 255 }, (_, byte) => byte + 1)),
    Buffer.from('c:/x'),
    Buffer.from('c|'),
  ])('the server reads every byte of a path as it was given: %p', (name) => {
    const bytes = Buffer.concat([Buffer.from('/'), Buffer.from(name.filter((b) => b !== 0x2f))]);
    const uri = toPathUri(bytes, null);

    expect(Buffer.from(encodePath(parsePathUri('path', uri).path ?? ''))).toEqual(bytes);
    expect(fromPathUri(uri).toString('hex')).toContain(bytes.toString('hex'));
  });

  test.each([
    ['a null byte', '/a\0', 'ERR_INVALID_ARG_VALUE'],
    ['an empty path', '', 'ERR_INVALID_ARG_VALUE'],
    ['a URL of another scheme', new URL('http://a/b'), 'ERR_INVALID_ARG_VALUE'],
    ['a URL with a host', new URL('file://a/b'), 'ERR_INVALID_ARG_VALUE'],
    ['what is no path', 7 as unknown as string, 'ERR_INVALID_ARG_TYPE'],
  ])('%s is refused before anything is sent', (_, path, code) => {
    expect(() => toPathUri(path, CWD)).toThrow(expect.objectContaining({ code }));
  });

  test('a relative path is refused where the server has no working directory', () => {
    expect(() => toPathUri('a', null)).toThrow(/must be absolute/);
  });
});
