import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameSizeGuard } from '../../../src/adapters/websocket/frame-size-guard.js';
import { clientFrame, OPCODE } from './frames.js';

const MAX = 1000;

const accepts = (...chunks: readonly Uint8Array[]): boolean => {
  const guard = new FrameSizeGuard(MAX);
  return chunks.every((chunk) => guard.accept(chunk) === chunk.length);
};

const frame = (size: number, masked = true): Buffer => clientFrame(Buffer.alloc(size), { masked });

/** Cuts bytes into chunks of the given sizes, over and over. */
const cut = (bytes: Buffer, sizes: readonly number[]): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let start = 0, turn = 0; start < bytes.length; turn += 1) {
    const end = start + (sizes[turn % sizes.length] ?? 1);
    chunks.push(bytes.subarray(start, end));
    start = end;
  }
  return chunks;
};

describe('FrameSizeGuard', () => {
  test.each([0, 1, 125, 126, 127, 999, MAX])('accepts a frame of %d bytes', (size) => {
    expect(accepts(frame(size))).toBe(true);
  });

  test.each([MAX + 1, 65_535, 65_536, 100_000])('rejects a frame of %d bytes', (size) => {
    expect(accepts(frame(size))).toBe(false);
  });

  test('rejects a frame by its header, before the payload', () => {
    expect(accepts(frame(MAX + 1).subarray(0, 4))).toBe(false);
    expect(accepts(frame(70_000).subarray(0, 9))).toBe(true);
    expect(accepts(frame(70_000).subarray(0, 10))).toBe(false);
  });

  test.each(['7fffffffffffffff', '8000000000000000', 'ffffffffffffffff', '0020000000000001'])(
    'rejects a frame with the declared length 0x%s',
    (length) => {
      expect(accepts(Buffer.from(`81ff${length}`, 'hex'))).toBe(false);
    },
  );

  test('accepts what precedes a large frame', () => {
    const guard = new FrameSizeGuard(MAX);
    const large = frame(MAX + 1);
    expect(guard.accept(frame(9).subarray(0, 5))).toBe(5);
    const chunk = Buffer.concat([frame(9).subarray(5), frame(0), large]);
    expect(guard.accept(chunk)).toBe(chunk.length - large.length);
  });

  test('accepts nothing of a large frame whose header began before', () => {
    const guard = new FrameSizeGuard(MAX);
    const large = frame(MAX + 1);
    expect(guard.accept(large.subarray(0, 3))).toBe(3);
    expect(guard.accept(large.subarray(3))).toBe(0);
  });

  test('does not add up frames or messages', () => {
    expect(accepts(...Array<Buffer>(100).fill(frame(MAX)))).toBe(true);
  });

  test('finds a large frame anywhere, however the bytes are split', () => {
    const anyFrame = fc.tuple(fc.integer({ min: 0, max: MAX + 50 }), fc.boolean());
    const anySizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(anyFrame), anySizes, (frames, sizes) => {
        const bytes = Buffer.concat(frames.map(([size, masked]) => frame(size, masked)));
        expect(accepts(...cut(bytes, sizes))).toBe(frames.every(([size]) => size <= MAX));
      }),
    );
  });

  const part = clientFrame('x', { fin: false });
  const ping = clientFrame('', { opcode: OPCODE.ping });
  const last = clientFrame('x', { opcode: OPCODE.continuation });

  test.each<[string, Buffer[], boolean]>([
    ['nothing', [], true],
    ['a message', [frame(3)], true],
    ['a ping', [ping], true],
    ['half of a header', [frame(3).subarray(0, 1)], false],
    ['half of a payload', [frame(3).subarray(0, -1)], false],
    ['the first part of a message', [part], false],
    ['a ping behind the first part of a message', [part, ping], false],
    ['the last part of a message', [part, ping, last], true],
  ])('tells after %s whether it is between two messages', (_, chunks, isBetween) => {
    const guard = new FrameSizeGuard(MAX);
    for (const chunk of chunks) {
      guard.accept(chunk);
    }
    expect(guard.isBetweenMessages).toBe(isBetween);
  });

  test('tells whether it has last read a part of one frame alone', () => {
    const guard = new FrameSizeGuard(MAX);
    const [begin = part, middle = part, end = part] = cut(frame(300), [100, 100, 200]);
    const isWithin = [begin, middle, end, ping, part].map((chunk) => {
      guard.accept(chunk);
      return guard.isWithinFrame;
    });
    expect(isWithin).toEqual([false, true, true, false, false]);
    guard.accept(frame(9).subarray(0, -1));
    guard.accept(Buffer.concat([frame(9).subarray(-1), ping]));
    expect(guard.isWithinFrame).toBe(false);
  });
});
