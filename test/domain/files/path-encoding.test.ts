import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  decodePath,
  displayPath,
  encodePath,
  isUtf8Path,
} from '../../../src/domain/files/path-encoding.js';
import { propertyRuns } from '../../properties/property-runs.js';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

/** Bytes that look like UTF-8 more often than random ones do. */
const nearlyUtf8 = fc
  .array(fc.oneof(fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xff), fc.nat(255)))
  .map((values) => Uint8Array.from(values));

describe('Path encoding', () => {
  test.each([
    ['/a/é/😀', '/a/é/😀'],
    ['', ''],
    ['\ufeffa', '\ufeffa'],
  ])('keeps a UTF-8 path as it is: %j', (text, same) => {
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
  ])('encodes each byte of %s as a lone low surrogate and back', (_, raw, text) => {
    expect(decodePath(raw)).toBe(text);
    expect(encodePath(text)).toEqual(raw);
    expect(isUtf8Path(text)).toBe(false);
  });

  test('displayPath shows U+FFFD for bytes that are not UTF-8', () => {
    expect(displayPath('/a\udcff/é')).toBe('/a\ufffd/é');
    expect(displayPath('\udce2\udc82a')).toBe('\ufffda');
  });

  test('round-trips any bytes through decodePath and encodePath', () => {
    fc.assert(
      fc.property(nearlyUtf8, (raw) => Buffer.from(raw).equals(encodePath(decodePath(raw)))),
      propertyRuns(2000),
    );
  });

  test('treats a low surrogate that belongs to a pair as part of a character', () => {
    const pair = '\ud83d\udcff';
    expect(isUtf8Path(pair)).toBe(true);
    expect(encodePath(pair)).toEqual(new TextEncoder().encode(pair));
  });
});
