import { expect, test } from '@jest/globals';
import { SpareBuffer } from '../../../src/adapters/shared/spare-buffer.js';

const KIB = 1024;
const MIB = 1024 * KIB;

test.each([0, 1, 64 * KIB - 1, 64 * KIB, 2 * MIB, 2 * MIB + 1])(
  'SpareBuffer acquires %d bytes with that length',
  (bytes) => {
    expect(new SpareBuffer().acquire(bytes)).toHaveLength(bytes);
  },
);

test('SpareBuffer reuses a released buffer once, for as many bytes or fewer', () => {
  const spare = new SpareBuffer();
  const first = spare.acquire(MIB);
  spare.release(first);
  const second = spare.acquire(MIB - 1);

  expect(second.buffer).toBe(first.buffer);
  expect(second).toHaveLength(MIB - 1);
  expect(spare.acquire(MIB).buffer).not.toBe(first.buffer);
});

test('SpareBuffer keeps the largest released buffer', () => {
  const spare = new SpareBuffer();
  const [small, large] = [spare.acquire(MIB), spare.acquire(2 * MIB)];
  spare.release(large);
  spare.release(small);

  expect(spare.acquire(MIB).buffer).toBe(large.buffer);
  expect(spare.acquire(MIB).buffer).not.toBe(small.buffer);
});

test.each([100, 64 * KIB - 1, 2 * MIB + 1])(
  'SpareBuffer does not keep %d bytes: Node may share them, or they are too many',
  (bytes) => {
    const spare = new SpareBuffer();
    const released = spare.acquire(bytes);
    spare.release(released);

    expect(spare.acquire(64 * KIB).buffer).not.toBe(released.buffer);
  },
);

test('SpareBuffer does not keep memory that Node shares among buffers, however much that is', () => {
  const { poolSize } = Buffer;
  Buffer.poolSize = MIB;
  try {
    const spare = new SpareBuffer();
    // More than is left of the former pool.
    const short = spare.acquire(60 * KIB);
    expect(short.buffer.byteLength).toBe(MIB);
    spare.release(short);

    expect(spare.acquire(MIB).buffer).not.toBe(short.buffer);
  } finally {
    Buffer.poolSize = poolSize;
  }
});
