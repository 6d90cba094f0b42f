import { expect, test } from '@jest/globals';
import { BufferPool } from '../../../src/adapters/shared/buffer-pool.js';

const BLOCK = 1600;
const LEAST = 1575;

test.each([0, 1, LEAST - 1, LEAST, BLOCK, BLOCK + 1])(
  'memory of %d bytes has that length',
  (bytes) => {
    expect(new BufferPool(BLOCK, 2).acquire(bytes)).toHaveLength(bytes);
  },
);

test('a block that was given back is used for the next, once', () => {
  const blocks = new BufferPool(BLOCK, 2);
  const first = blocks.acquire(BLOCK);
  blocks.release(first);
  const second = blocks.acquire(LEAST);

  expect(second.buffer).toBe(first.buffer);
  expect(blocks.acquire(BLOCK).buffer).not.toBe(first.buffer);
});

test.each([1, LEAST - 1, BLOCK + 1])('%d bytes take no block, and make none', (bytes) => {
  const blocks = new BufferPool(BLOCK, 2);
  blocks.release(blocks.acquire(BLOCK));
  const other = blocks.acquire(bytes);
  expect(other.buffer.byteLength).toBe(bytes);

  blocks.release(other);
  blocks.acquire(BLOCK);
  expect(blocks.acquire(BLOCK).buffer).not.toBe(other.buffer);
});

test('what is spare is bounded', () => {
  const blocks = new BufferPool(BLOCK, 2);
  const taken = Array.from({ length: 3 }, () => blocks.acquire(BLOCK));
  for (const each of taken) {
    blocks.release(each);
  }
  const known = new Set(taken.map(({ buffer }) => buffer));
  const again = taken.map(() => known.has(blocks.acquire(BLOCK).buffer));

  expect(again).toEqual([true, true, false]);
});
