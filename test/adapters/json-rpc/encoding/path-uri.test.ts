import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InvalidParams } from '../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import { parsePathUri, toPathUri } from '../../../../src/adapters/json-rpc/encoding/path-uri.js';
import { propertyRuns } from '../../../properties/property-runs.js';
import { anyText } from '../any-text.js';

const parse = (uri: string): string | undefined => parsePathUri('cwd', uri).path;

describe('parsePathUri', () => {
  test.each([
    ['file:///a/b', '/a/b'],
    ['file:/a/b', '/a/b'],
    ['file:a/b', '/a/b'],
    ['FILE:///a/b', '/a/b'],
    ['file://localhost/a/b', '/a/b'],
    ['file://LocalHost/a/b', '/a/b'],
    ['file:\\\\\\a\\b', '/a/b'],
    ['file:///', '/'],
    ['file://', '/'],
    ['file:', '/'],
    ['file:////tmp', '/tmp'],
    ['file:///tmp/', '/tmp'],
    ['file:///a//b///c//', '/a/b/c'],
    ['file:///a/./b/../c', '/a/c'],
    ['file:///a/%2e%2E/c', '/c'],
    ['file:///../../a', '/a'],
    ['file:///link/..', '/'],
    ['file:///a b', '/a b'],
    ['file:///a%20b', '/a b'],
    ['file:///é/😀', '/é/😀'],
    ['file:///%C3%A9', '/é'],
    ['file:///a%2Fb', '/a/b'],
    ['file:///a%2F%2Fb%2F', '/a/b'],
    ['file:///a%', '/a%'],
    ['file:///a%zz%2', '/a%zz%2'],
    ['file:///%2520', '/%20'],
    ['file:///a%3Fb%23c', '/a?b#c'],
    ['file:///a%5Cb', '/a\\b'],
    ['file:///a%0Ab', '/a\nb'],
    ['fi\tle:///a\n/b\r', '/a/b'],
    ['  file:///a/b  ', '/a/b'],
    ['file:///tmp/C:/x', '/tmp/C:/x'],
    ['file:///CC:/x', '/CC:/x'],
    ['file:///C|/x', '/C|/x'],
    ['FILE://localhost/y/../c|', '/c|'],
    ['file:///C%7C/x', '/C|/x'],
    ['file:///a%ff%C3%A9%C3', '/a\udcffé\udcc3'],
    ['file:///a\udcff', '/a\ufffd'],
  ])('reads %j as %s', (uri, path) => {
    expect(parsePathUri('cwd', uri)).toEqual({ asSent: uri, path });
  });

  test.each([
    'a.b/~c-d_e',
    '.a/..b/-',
    '.',
    '..',
    'a/.',
    'a/./b',
    'a/../b',
    'a/...',
    'a/',
    'a//b',
    '',
  ])(
    'reads `file:///%s` as the same with a scheme in capitals, which takes another way',
    (path) => {
      expect(parse(`file:///${path}`)).toBe(parse(`FILE:///${path}`));
    },
  );

  test.each([
    'file:///C:/x',
    'file:///c:',
    'file:///C%3A/x',
    'file:///c%3a',
    'file:/C|/x',
    'file:c:/x',
    'file://host/x',
    'file://127.0.0.1/x',
    'file://localhost.example/x',
    'file://[::1]/x',
  ])('returns no path for %s, which belongs to another host', (uri) => {
    expect(parsePathUri('cwd', uri)).toEqual({ asSent: uri, path: undefined });
  });

  test.each([
    ['', 'invalid URI: relative URL without a base'],
    ['/tmp', 'invalid URI: relative URL without a base'],
    ['tmp', 'invalid URI: relative URL without a base'],
    ['//host/a', 'invalid URI: relative URL without a base'],
    ['C:\\x', 'unsupported path URI scheme `c`'],
    ['http://x/a', 'unsupported path URI scheme `http`'],
    ['files:///a', 'unsupported path URI scheme `files`'],
    ['data:,x', 'unsupported path URI scheme `data`'],
    ['file:///a?', 'query parameters are not allowed in path URIs'],
    ['file:///a?b', 'query parameters are not allowed in path URIs'],
    ['file:///a#', 'fragments are not allowed in path URIs'],
    ['file:///a#b', 'fragments are not allowed in path URIs'],
    ['file://u@h/x', 'invalid URI: invalid international domain name'],
    ['file://u:s3cr3t@h/x', 'invalid URI: invalid international domain name'],
    ['file://h:80/x', 'invalid URI: invalid international domain name'],
    ['file:///a%00b', 'the path in field `cwd` is invalid on this host'],
  ])('rejects %j', (uri, text) => {
    const attempt = (): unknown => parse(uri);
    expect(attempt).toThrow(InvalidParams);
    expect(attempt).toThrow(text);
    expect(attempt).toThrow('`cwd`');
    expect(attempt).not.toThrow('s3cr3t');
  });

  test('returns an absolute path or throws InvalidParams for any text', () => {
    const anyUri = fc.oneof(
      anyText(),
      fc
        .string({ unit: fc.constantFrom(...'fileFILE:/\\%20cC#?@. é\u0000') })
        .map((s) => `file:${s}`),
    );
    fc.assert(
      fc.property(anyUri, (uri) => {
        try {
          expect(parse(uri) ?? '/').toMatch(/^\//);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidParams);
        }
      }),
      propertyRuns(1000),
    );
  });
});

describe('toPathUri', () => {
  test('leaves the characters alone that upstream leaves alone and encodes the rest', () => {
    const printable = String.fromCharCode(...Array.from({ length: 95 }, (_, code) => 0x20 + code));
    expect(toPathUri(`/${printable}`)).toBe(
      "file:///%20!%22%23$%25&'()*+,-./0123456789:;%3C=%3E%3F@ABCDEFGHIJKLMNOPQRSTUVWXYZ[%5C]^_%60abcdefghijklmnopqrstuvwxyz%7B|%7D~",
    );
    expect(toPathUri('/\u0001\n\u007f/é😀')).toBe('file:///%01%0A%7F/%C3%A9%F0%9F%98%80');
  });

  test('encodes bytes that are not UTF-8, which parsePathUri decodes', () => {
    expect(toPathUri('/a\udcff\udc80é')).toBe('file:///a%FF%80%C3%A9');
    expect(parse('file:///a%FF%80%C3%A9')).toBe('/a\udcff\udc80é');
  });

  test('round-trips any path through parsePathUri', () => {
    const anyName = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((name) => !/^\.{1,2}$|[/\0]/.test(name) && !/^[A-Za-z][:|]$/.test(name));
    fc.assert(
      fc.property(fc.array(anyName), (names) => {
        const path = `/${names.join('/')}`;
        expect(parse(toPathUri(path))).toBe(path);
      }),
    );
  });
});
