import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeBase64 } from '../../../src/adapters/json-rpc/base64.js';
import { InvalidParams } from '../../../src/adapters/json-rpc/invalid-params.js';

describe('Decoding base64', () => {
  test('gives back every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(new Uint8Array(decodeBase64('chunk', text))).toEqual(bytes);
      }),
    );
  });

  test('gives no bytes for no text', () => {
    expect(decodeBase64('chunk', '')).toHaveLength(0);
  });

  test.each([
    ['a', 'a single symbol'],
    ['YQ', 'missing padding'],
    ['YQ=', 'half of the padding'],
    ['YQ===', 'too much padding'],
    ['=', 'padding alone'],
    ['YQ==YQ==', 'padding within'],
    ['YR==', 'bits behind the end'],
    ['YWJj\n', 'a line break'],
    [' YWJj', 'a space before'],
    ['YW Jj', 'a space within'],
    ['_-8=', 'the alphabet of URLs'],
    ['YWI!', 'a foreign symbol'],
    ['YWJé', 'a foreign letter'],
    ['YWJj\u0000', 'a NUL'],
  ])('refuses %j: %s', (text) => {
    expect(() => decodeBase64('chunk', text)).toThrow(InvalidParams);
  });

  test('names the field, and nothing of what was in it', () => {
    expect(() => decodeBase64('chunk', 's3cr3t!')).toThrow(
      new InvalidParams('field `chunk` must be standard padded base64'),
    );
  });
});
