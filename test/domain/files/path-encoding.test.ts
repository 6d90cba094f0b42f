import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodePathText,
  encodePathText,
  isPlainPathText,
  showPathText,
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
    expect(decodePathText(new TextEncoder().encode(text))).toBe(same);
    expect(encodePathText(text)).toEqual(new TextEncoder().encode(text));
    expect(isPlainPathText(text)).toBe(true);
    expect(showPathText(text)).toBe(text);
  });

  test.each([
    ['a lone byte', bytes(0x61, 0xff), 'a\udcff'],
    ['a character cut short', bytes(0xe2, 0x82, 0x61), '\udce2\udc82a'],
    ['an overlong slash', bytes(0xc0, 0xaf), '\udcc0\udcaf'],
    ['a surrogate in disguise', bytes(0xed, 0xb2, 0x80), '\udced\udcb2\udc80'],
    ['a stray byte between characters', bytes(0xc3, 0xa9, 0x80, 0xc3, 0xa9), 'é\udc80é'],
  ])('has an escape for each byte of %s', (_, raw, text) => {
    expect(decodePathText(raw)).toBe(text);
    expect(encodePathText(text)).toEqual(raw);
    expect(isPlainPathText(text)).toBe(false);
  });

  test('is shown with U+FFFD for what is not UTF-8', () => {
    expect(showPathText('/a\udcff/é')).toBe('/a\ufffd/é');
    expect(showPathText('\udce2\udc82a')).toBe('\ufffda');
  });

  test('is the bytes that it was made of, whatever they are', () => {
    fc.assert(
      fc.property(nearlyUtf8, (raw) => {
        expect([...encodePathText(decodePathText(raw))]).toEqual([...raw]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('has a character of its own for a low surrogate that belongs to a pair', () => {
    const pair = '\ud83d\udcff';
    expect(isPlainPathText(pair)).toBe(true);
    expect(encodePathText(pair)).toEqual(new TextEncoder().encode(pair));
  });
});
