import { expect, test } from '@jest/globals';
import { ByteReader } from '../../../../src/adapters/http-client/decoding/byte-reader.js';
import { decodeZstd, HAS_ZSTD } from '../../../../src/adapters/http-client/decoding/zstd.js';
import { zstdFrames } from '../../../../src/adapters/http-client/decoding/zstd-frames.js';
import { testNeeding } from '../../../support/needing.js';
import { arriving, byByte, readDecoded } from './read-decoded.js';

const decoded = (base64: string): Buffer => Buffer.from(base64, 'base64');
const HELLO = decoded('KLUv/SAFKQAAaGVsbG8=');
const WORLD = decoded('KLUv/SAFKQAAd29ybGQ=');
/** Without a size of its content, with a checksum. */
const STREAMED = decoded('KLUv/QRYKQAAaGVsbG+jbZ+I');
/** 300,000 times `x`, with a block that repeats a byte. */
const RUNS = decoded('KLUv/aDgkwQAVAAAEHh4AQD7/znAAgIAEHgDnwR4');
/** Asks for a window of 16 MiB. */
const WIDE = decoded('KLUv/QBwKQAAaGVsbG8=');
const SKIPPABLE = Buffer.from('\x5f\x2a\x4d\x18\x03\0\0\0abc', 'latin1');
const joined = (...parts: Buffer[]): Buffer => Buffer.concat(parts);

const NOT_VALID = 'its zstd data is not valid';
const ENDS_EARLY = 'its zstd data ends early';

const CASES: [what: string, content: Buffer, ...result: [text: string, error?: string]][] = [
  ['one frame', HELLO, 'hello'],
  ['several frames', joined(HELLO, STREAMED, RUNS, WORLD), `hellohello${'x'.repeat(300_000)}world`],
  ['skippable frames', joined(SKIPPABLE, HELLO, SKIPPABLE, WORLD), 'helloworld'],
  ['no bytes', Buffer.alloc(0), ''],
  ['a skippable frame alone', SKIPPABLE, ''],
  ['another format', Buffer.from('plain text'), '', NOT_VALID],
  ['bytes behind the last frame', joined(HELLO, Buffer.from('garbage')), 'hello', NOT_VALID],
  ['zeros behind it', joined(HELLO, Buffer.alloc(4)), 'hello', NOT_VALID],
  ['another checksum', joined(STREAMED.subarray(0, -1), Buffer.alloc(1)), 'hello', NOT_VALID],
  ['a window above 8 MiB', WIDE, '', NOT_VALID],
  ['an end within its magic number', HELLO.subarray(0, 3), '', ENDS_EARLY],
  ['an end within its header', HELLO.subarray(0, 5), '', ENDS_EARLY],
  ['an end within a block', HELLO.subarray(0, -2), 'hel', ENDS_EARLY],
  ['an end within the second frame', joined(HELLO, WORLD.subarray(0, 7)), 'hello', ENDS_EARLY],
];

const testWithZstd = testNeeding('a Node.js with zstd (22.15)', HAS_ZSTD);

for (const [what, content, ...result] of CASES) {
  testWithZstd(`decodeZstd of ${what} yields all content before the fault`, async () => {
    expect(await readDecoded(decodeZstd, [content])).toEqual(result);
    expect(await readDecoded(decodeZstd, byByte(content))).toEqual(result);
  });
}

/** The pieces of data, joined up to each end of a frame: what comes behind a frame is a piece of its own. */
const framesOf = (content: Buffer): Promise<[text: string, error?: string]> =>
  readDecoded((input) => zstdFrames(input), [content]);

test.each([
  ['frames', joined(HELLO, STREAMED, RUNS, WORLD), joined(HELLO, STREAMED, RUNS, WORLD)],
  ['skippable frames', joined(SKIPPABLE, HELLO, SKIPPABLE), HELLO],
])('zstdFrames passes on %s', async (_, content, frames) => {
  expect(await framesOf(content)).toEqual([frames.toString('latin1')]);
});

test.each([
  ['another format', joined(HELLO, Buffer.from('garbage')), NOT_VALID],
  ['data that ends early', joined(HELLO, WORLD.subarray(0, 9)), ENDS_EARLY],
])('zstdFrames fails at %s', async (_, content, error) => {
  const [text, found] = await framesOf(content);
  expect(found).toBe(error);
  expect(text).toMatch(new RegExp(`^${HELLO.toString('latin1').replace(/[()$ ]/g, '.')}`, 's'));
});

test('zstdFrames ends each piece at the end of a frame at the latest', async () => {
  let size = 0;
  const ends = [HELLO.length, HELLO.length + RUNS.length];
  for await (const piece of zstdFrames(new ByteReader(arriving([joined(HELLO, RUNS)])))) {
    const isCut = ends.some((end) => size < end && size + piece.length > end);
    expect(isCut).toBe(false);
    size += piece.length;
  }
  expect(size).toBe(ends[1]);
});
