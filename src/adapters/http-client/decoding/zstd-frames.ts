import { broken, endsEarly } from './broken-content.js';
import type { ByteReader } from './byte-reader.js';

const MAGIC = 0xfd_2f_b5_28;
/** The first of sixteen. */
const SKIPPABLE_MAGIC = 0x18_4d_2a_50;
const RUN_LENGTH_BLOCK = 1;
const CHECKSUM_BYTES = 4;

/**
 * Yields the bytes of zstd data (RFC 8878) in pieces that never go beyond a frame, without skippable frames. Node's
 * decoder drops what follows a frame in the same piece, and takes data that ends early for complete.
 *
 * @throws {ExchangeFailed} when the data ends within a frame, or another format follows.
 */
export async function* zstdFrames(input: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    const magic = await input.exactly(4);
    if (magic.length === 0) {
      return;
    }
    if (magic.length < 4) {
      throw endsEarly('zstd');
    }
    if (magic.readUInt32LE() === MAGIC) {
      yield magic;
      yield* frame(input);
    } else if (magic.readUInt32LE() - (magic.readUInt32LE() % 16) === SKIPPABLE_MAGIC) {
      const size = (await take(input, 4)).readUInt32LE();
      for await (const _ of pieces(input, size)) {
        // Nothing of it is content.
      }
    } else {
      throw broken('zstd');
    }
  }
}

async function* frame(input: ByteReader): AsyncGenerator<Buffer> {
  const descriptor = await take(input, 1);
  yield descriptor;
  const flags = descriptor.readUInt8();
  yield* pieces(input, headerSize(flags));
  for (let isLast = false; !isLast; ) {
    const header = await take(input, 3);
    yield header;
    const word = header.readUIntLE(0, 3);
    isLast = (word & 1) === 1;
    const type = (word >> 1) & 3;
    yield* pieces(input, type === RUN_LENGTH_BLOCK ? 1 : word >> 3);
  }
  if (flags & 4) {
    yield* pieces(input, CHECKSUM_BYTES);
  }
}

/** Bytes of a frame header behind its descriptor. */
const headerSize = (flags: number): number => {
  const isSingleSegment = (flags & 0x20) !== 0;
  const window = isSingleSegment ? 0 : 1;
  const dictionary = [0, 1, 2, 4][flags & 3] ?? 0;
  const content = [isSingleSegment ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  return window + dictionary + content;
};

/** The next `count` bytes as they come. */
async function* pieces(input: ByteReader, count: number): AsyncGenerator<Buffer> {
  for (let left = count; left > 0; ) {
    const bytes = await input.some(left);
    if (bytes.length === 0) {
      throw endsEarly('zstd');
    }
    left -= bytes.length;
    yield bytes;
  }
}

const take = async (input: ByteReader, count: number): Promise<Buffer> => {
  const bytes = await input.exactly(count);
  if (bytes.length < count) {
    throw endsEarly('zstd');
  }
  return bytes;
};
