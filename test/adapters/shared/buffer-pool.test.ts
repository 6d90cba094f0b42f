import { expect, test } from '@jest/globals';
import { SpareBlocks } from '../../../src/adapters/shared/buffer-pool.js';

const BLOCK = 1600;
const LEAST = 1575;

test.each([0, 1, LEAST - 1, LEAST, BLOCK, BLOCK + 1])(
  'memory of %d bytes has that length',
  (bytes) => {
    expect(new SpareBlocks(BLOCK, 2).take(bytes)).toHaveLength(bytes);
  },
);

test('a block that was given back is used for the next, once', () => {
  const blocks = new SpareBlocks(BLOCK, 2);
  const first = blocks.take(BLOCK);
  blocks.giveBack(first);
  const second = blocks.take(LEAST);

  expect(second.buffer).toBe(first.buffer);
  expect(blocks.take(BLOCK).buffer).not.toBe(first.buffer);
});

test.each([1, LEAST - 1, BLOCK + 1])('%d bytes take no block, and make none', (bytes) => {
  const blocks = new SpareBlocks(BLOCK, 2);
  blocks.giveBack(blocks.take(BLOCK));
  const other = blocks.take(bytes);
  expect(other.buffer.byteLength).toBe(bytes);

  blocks.giveBack(other);
  blocks.take(BLOCK);
  expect(blocks.take(BLOCK).buffer).not.toBe(other.buffer);
});

test('what is spare is bounded', () => {
  const blocks = new SpareBlocks(BLOCK, 2);
  const taken = Array.from({ length: 3 }, () => blocks.take(BLOCK));
  for (const each of taken) blocks.giveBack(each);
  const known = new Set(taken.map(({ buffer }) => buffer));
  const again = taken.map(() => known.has(blocks.take(BLOCK).buffer));

  expect(again).toEqual([true, true, false]);
});
