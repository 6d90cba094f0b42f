import { crc32, createInflateRaw } from 'node:zlib';
import { errorCode } from '../../shared/errno.js';
import { broken, endsEarly } from './broken-content.js';
import type { ByteReader } from './byte-reader.js';
import { runDecoder } from './run-decoder.js';

const MAGIC = 0x1f_8b;
const DEFLATE = 8;
const HAS_HEADER_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;
const TRAILER_BYTES = 8;

/**
 * Decodes gzip (RFC 1952): all members, and nothing of what follows the last. `createGunzip` is not used: it fails at
 * bytes behind the last member, and then loses content of that member.
 *
 * @throws {ExchangeFailed} when it is not valid, once all content before the fault has been read.
 */
export async function* decodeGzip(
  input: ByteReader,
  chunkSize: number,
): AsyncGenerator<Uint8Array> {
  for (let members = 0; ; members += 1) {
    const magic = await input.exactly(2);
    if (magic.length < 2 || magic.readUInt16BE() !== MAGIC) {
      if (members === 0 && magic.length > 0) {
        throw broken('gzip');
      }
      return;
    }
    await skipHeader(input);
    yield* inflateMember(input, chunkSize);
  }
}

async function* inflateMember(input: ByteReader, chunkSize: number): AsyncGenerator<Uint8Array> {
  let sum = 0;
  let size = 0;
  try {
    const parts = runDecoder(
      createInflateRaw({ chunkSize }),
      () => input.some(),
      (bytes) => input.unshift(bytes),
    );
    for await (const part of parts) {
      sum = crc32(part, sum);
      size = (size + part.length) % 2 ** 32;
      yield part;
    }
  } catch (error) {
    throw explain(error);
  }
  const trailer = await take(input, TRAILER_BYTES);
  if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== size) {
    throw broken('gzip');
  }
}

/** Skips what follows the first two bytes of a member, up to its compressed data. */
const skipHeader = async (input: ByteReader): Promise<void> => {
  const fixed = await take(input, 8);
  const flags = fixed[1] ?? 0;
  if (fixed[0] !== DEFLATE) {
    throw broken('gzip');
  }
  if (flags & HAS_EXTRA) {
    await take(input, (await take(input, 2)).readUInt16LE());
  }
  if (flags & HAS_NAME) {
    await skipText(input);
  }
  if (flags & HAS_COMMENT) {
    await skipText(input);
  }
  if (flags & HAS_HEADER_CRC) {
    await take(input, 2);
  }
};

/** Skips a text up to its NUL. */
const skipText = async (input: ByteReader): Promise<void> => {
  for (;;) {
    const bytes = await input.some();
    if (bytes.length === 0) {
      throw endsEarly('gzip');
    }
    const end = bytes.indexOf(0);
    if (end !== -1) {
      input.unshift(bytes.subarray(end + 1));
      return;
    }
  }
};

const take = async (input: ByteReader, count: number): Promise<Buffer> => {
  const bytes = await input.exactly(count);
  if (bytes.length < count) {
    throw endsEarly('gzip');
  }
  return bytes;
};

/** Errors of the connection stay what they are. */
const explain = (error: unknown): unknown => {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') {
    return endsEarly('gzip');
  }
  return code?.startsWith('Z_') ? broken('gzip') : error;
};
