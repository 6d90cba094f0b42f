import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodeBase64,
  UndecodedBase64,
} from '../../../../src/adapters/json-rpc/encoding/base64.js';
import { InvalidParams } from '../../../../src/adapters/json-rpc/encoding/invalid-params.js';

describe('decodeBase64', () => {
  test('round-trips any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(new Uint8Array(decodeBase64('chunk', text))).toEqual(bytes);
        expect(new Uint8Array(decodeBase64('chunk', inBytes(text)))).toEqual(bytes);
      }),
    );
  });

  test.each([24_573, 24_576, 24_577, 49_151, 1_048_576])('round-trips %d bytes', (length) => {
    const bytes = Buffer.alloc(length).map((_, index) => (index * 7919) >> 3) as Buffer;
    expect(decodeBase64('chunk', inBytes(bytes.toString('base64'))).equals(bytes)).toBe(true);
  });

  test('returns no bytes for an empty text', () => {
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
  ])('rejects %j: %s', (text) => {
    expect(() => decodeBase64('chunk', text)).toThrow(InvalidParams);
    expect(() => decodeBase64('chunk', inBytes(text))).toThrow(InvalidParams);
    for (const before of ['YWJj', 'YWJj'.repeat(50_000)]) {
      expect(() => decodeBase64('chunk', inBytes(before + text))).toThrow(InvalidParams);
    }
  });

  test.each(['!', '-', '_', '=', ' ', '\n', '\u0000', 'é'])(
    'rejects %j anywhere in a long text',
    (symbol) => {
      const clean = Buffer.from('YWJj'.repeat(50_000));
      for (const at of [0, 1, 32_767, 32_768, 100_001, 199_995]) {
        const spoilt = Buffer.from(clean);
        spoilt.write(symbol, at, 'latin1');
        expect(() => decodeBase64('chunk', new UndecodedBase64(spoilt))).toThrow(InvalidParams);
      }
    },
  );

  test('decodes a long text in its own memory', () => {
    const text = inBytes('YWJj'.repeat(50_000));
    const decoded = decodeBase64('chunk', text);
    expect(decoded.toString()).toBe('abc'.repeat(50_000));
    expect([decoded.buffer, decoded.byteOffset]).toEqual([
      text.bytes.buffer,
      text.bytes.byteOffset,
    ]);
  });

  test('names the field in the error, without its content', () => {
    expect(() => decodeBase64('chunk', 's3cr3t!')).toThrow(
      new InvalidParams('field `chunk` must be standard padded base64'),
    );
  });
});

/** As a long one stays in the message that it came in. */
const inBytes = (text: string): UndecodedBase64 => new UndecodedBase64(Buffer.from(text));
