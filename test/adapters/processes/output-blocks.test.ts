import { expect, test } from '@jest/globals';
import { OutputBlocks } from '../../../src/adapters/processes/output-blocks.js';

const FULL = 64 * 1024;

test('a copy is not touched by what happens to what it was made of', () => {
  const blocks = new OutputBlocks();
  for (const size of [0, 1, FULL - 1, FULL, FULL + 1]) {
    const original = new Uint8Array(size).fill(7);
    const copy = blocks.copy(original);
    original.fill(8);

    expect(copy).toHaveLength(size);
    expect(copy.every((byte) => byte === 7)).toBe(true);
  }
});

test('memory of a full chunk that was given back is used for the next, once', () => {
  const blocks = new OutputBlocks();
  const first = blocks.copy(new Uint8Array(FULL));
  blocks.giveBack(first);
  const second = blocks.copy(new Uint8Array(FULL - 1).fill(1));

  expect(second.buffer).toBe(first.buffer);
  expect(second).toEqual(new Uint8Array(FULL - 1).fill(1));
  expect(blocks.copy(second).buffer).not.toBe(second.buffer);
});

test('a small chunk takes no more memory than it has bytes, whatever was given back', () => {
  const blocks = new OutputBlocks();
  blocks.giveBack(blocks.copy(new Uint8Array(FULL)));
  const small = blocks.copy(new Uint8Array(1000));

  expect(small.buffer.byteLength).toBe(1000);
  blocks.giveBack(small);
  expect(blocks.copy(new Uint8Array(FULL)).buffer).not.toBe(small.buffer);
});

test('what is spare is bounded', () => {
  const blocks = new OutputBlocks();
  const copies = Array.from({ length: 200 }, () => blocks.copy(new Uint8Array(FULL)));
  const given = new Set(copies.map(({ buffer }) => buffer));
  for (const copy of copies) blocks.giveBack(copy);
  const reused = copies.filter(() => given.has(blocks.copy(new Uint8Array(FULL)).buffer));

  expect(reused).toHaveLength(128);
});
