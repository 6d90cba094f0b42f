import { expect, test } from '@jest/globals';
import { BufferPool } from '../../../src/adapters/shared/buffer-pool.js';

const BLOCK = 1600;
const LEAST = 1575;

test.each([0, 1, LEAST - 1, LEAST, BLOCK, BLOCK + 1])(
  'BufferPool acquires %d bytes with that length',
  (bytes) => {
    expect(new BufferPool(BLOCK, 2).acquire(bytes)).toHaveLength(bytes);
  },
);

test('BufferPool reuses a released block once', () => {
  const blocks = new BufferPool(BLOCK, 2);
  const first = blocks.acquire(BLOCK);
  blocks.release(first);
  const second = blocks.acquire(LEAST);

  expect(second.buffer).toBe(first.buffer);
  expect(blocks.acquire(BLOCK).buffer).not.toBe(first.buffer);
});

test.each([1, LEAST - 1, BLOCK + 1])(
  'BufferPool neither takes a block for %d bytes nor keeps it as one',
  (bytes) => {
    const blocks = new BufferPool(BLOCK, 2);
    blocks.release(blocks.acquire(BLOCK));
    const other = blocks.acquire(bytes);
    expect(other.buffer.byteLength).toBe(bytes);

    blocks.release(other);
    blocks.acquire(BLOCK);
    expect(blocks.acquire(BLOCK).buffer).not.toBe(other.buffer);
  },
);

test('BufferPool keeps no part of a larger buffer as a block', () => {
  const blocks = new BufferPool(BLOCK, 2);
  const part = new Uint8Array(new ArrayBuffer(2 * BLOCK), 0, BLOCK);
  blocks.release(part);
  expect(blocks.acquire(BLOCK).buffer).not.toBe(part.buffer);
});

test('BufferPool keeps at most 2 released blocks', () => {
  const blocks = new BufferPool(BLOCK, 2);
  const taken = Array.from({ length: 3 }, () => blocks.acquire(BLOCK));
  for (const each of taken) {
    blocks.release(each);
  }
  const known = new Set(taken.map(({ buffer }) => buffer));
  const again = taken.map(() => known.has(blocks.acquire(BLOCK).buffer));

  expect(again).toEqual([true, true, false]);
});
