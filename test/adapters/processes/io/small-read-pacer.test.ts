import { describe, expect, test } from '@jest/globals';
import { SmallReadPacer } from '../../../../src/adapters/processes/io/small-read-pacer.js';

/** Whether the pacer asks for a rest after each of so many reads of this size, one every `everyMs`. */
const rests = (reads: number, bytes: number, everyMs: number): readonly boolean[] => {
  const pacer = new SmallReadPacer();
  return Array.from({ length: reads }, (_, index) => pacer.mustRest(bytes, () => index * everyMs));
};

/** A pacer that has just asked for a rest. */
const resting = (): SmallReadPacer => {
  const pacer = new SmallReadPacer();
  expect(Array.from({ length: 16 }, () => pacer.mustRest(16, () => 0)).at(-1)).toBe(true);
  return pacer;
};

describe('SmallReadPacer', () => {
  test('rests after 16 small reads within half a millisecond', () => {
    expect(rests(16, 4095, 0.03).indexOf(true)).toBe(15);
  });

  test('does not rest when the small reads take longer', () => {
    expect(rests(100, 16, 0.04)).not.toContain(true);
  });

  test('does not rest after larger reads', () => {
    expect(rests(100, 4096, 0)).not.toContain(true);
  });

  test('starts again after a larger read', () => {
    const pacer = new SmallReadPacer();
    const sizes = [...Array(15).fill(16), 4096, ...Array(15).fill(16)];
    expect(sizes.map((bytes) => pacer.mustRest(bytes, () => 0))).not.toContain(true);
    expect(pacer.mustRest(16, () => 0)).toBe(true);
  });

  test.each([256, 20_000, 32 * 1024])('rests again when %d bytes have gathered', (gathered) => {
    const pacer = resting();
    expect(pacer.mustRest(gathered, () => 1)).toBe(true);
    expect(pacer.mustRest(gathered, () => 2)).toBe(true);
  });

  test.each([255, 32 * 1024 + 1])('stops resting when %d bytes have gathered', (gathered) => {
    const pacer = resting();
    expect(pacer.mustRest(gathered, () => 1)).toBe(false);
    expect(pacer.mustRest(20_000, () => 2)).toBe(false);
  });
});
