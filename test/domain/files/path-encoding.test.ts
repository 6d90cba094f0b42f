import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodePath,
  displayPath,
  encodePath,
  isUtf8Path,
} from '../../../src/domain/files/path-encoding.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Bytes that look like UTF-8 more often than random ones do. */
const nearlyUtf8 = fc
  .array(fc.oneof(fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xff), fc.nat(255)))
  .map((values) => Uint8Array.from(values));

describe('a path as text', () => {
  test.each([
    ['/a/é/😀', '/a/é/😀'],
    ['', ''],
    ['\ufeffa', '\ufeffa'],
  ])('is itself when it is UTF-8: %j', (text, same) => {
    expect(decodePath(new TextEncoder().encode(text))).toBe(same);
    expect(encodePath(text)).toEqual(new TextEncoder().encode(text));
    expect(isUtf8Path(text)).toBe(true);
    expect(displayPath(text)).toBe(text);
  });

  test.each([
    ['a lone byte', bytes(0x61, 0xff), 'a\udcff'],
    ['a character cut short', bytes(0xe2, 0x82, 0x61), '\udce2\udc82a'],
    ['an overlong slash', bytes(0xc0, 0xaf), '\udcc0\udcaf'],
    ['a surrogate in disguise', bytes(0xed, 0xb2, 0x80), '\udced\udcb2\udc80'],
    ['a stray byte between characters', bytes(0xc3, 0xa9, 0x80, 0xc3, 0xa9), 'é\udc80é'],
  ])('has an escape for each byte of %s', (_, raw, text) => {
    expect(decodePath(raw)).toBe(text);
    expect(encodePath(text)).toEqual(raw);
    expect(isUtf8Path(text)).toBe(false);
  });

  test('is shown with U+FFFD for what is not UTF-8', () => {
    expect(displayPath('/a\udcff/é')).toBe('/a\ufffd/é');
    expect(displayPath('\udce2\udc82a')).toBe('\ufffda');
  });

  test('is the bytes that it was made of, whatever they are', () => {
    fc.assert(
      fc.property(nearlyUtf8, (raw) => {
        expect([...encodePath(decodePath(raw))]).toEqual([...raw]);
      }),
      { numRuns: 2000 },
    );
  });

  test('has a character of its own for a low surrogate that belongs to a pair', () => {
    const pair = '\ud83d\udcff';
    expect(isUtf8Path(pair)).toBe(true);
    expect(encodePath(pair)).toEqual(new TextEncoder().encode(pair));
  });
});
