import * as zlib from 'node:zlib';
import { errorCode } from '../../shared/errno.js';
import { broken } from './broken-content.js';
import type { ByteReader } from './byte-reader.js';
import { type Decoder, runDecoder } from './run-decoder.js';
import { zstdFrames } from './zstd-frames.js';

/** As RFC 9659 bounds the windows of contents: 8 MiB. */
const MAX_WINDOW_LOG = 23;

/** What Node has from 22.15 on. */
interface Zstd {
  readonly createZstdDecompress?: (options: object) => Decoder;
  readonly constants: { readonly ZSTD_d_windowLogMax?: number };
}
const { createZstdDecompress, constants } = zlib as unknown as Zstd;

/** Whether this Node decodes zstd. */
export const HAS_ZSTD = createZstdDecompress !== undefined;

/**
 * Decodes zstd: all frames.
 *
 * @throws {ExchangeFailed} when it is not valid or needs a window above 8 MiB, once all content before the fault has been
 * read.
 */
export async function* decodeZstd(
  input: ByteReader,
  chunkSize: number,
): AsyncGenerator<Uint8Array> {
  if (createZstdDecompress === undefined) {
    throw broken('zstd');
  }
  const frames = zstdFrames(input);
  const params = { [constants.ZSTD_d_windowLogMax ?? 0]: MAX_WINDOW_LOG };
  const next = async (): Promise<Buffer> => (await frames.next()).value ?? Buffer.alloc(0);
  let first: Buffer | undefined = await next();
  if (first.length === 0) {
    // To the decoder of Node 24 that is an early end.
    return;
  }
  const all = async (): Promise<Buffer> => {
    const bytes = first ?? (await next());
    first = undefined;
    return bytes;
  };
  try {
    yield* runDecoder(createZstdDecompress({ params, chunkSize }), all, () => undefined);
  } catch (error) {
    throw errorCode(error)?.startsWith('ZSTD_') ? broken('zstd') : error;
  }
}
