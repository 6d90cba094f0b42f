import type { IncomingResponse } from '../../../application/ports/http-client.js';
import { ByteReader } from './byte-reader.js';
import { decodeGzip } from './gzip.js';
import { decodeZstd, HAS_ZSTD } from './zstd.js';

type Decode = (input: ByteReader, chunkSize: number) => AsyncGenerator<Uint8Array>;

const DECODERS: ReadonlyMap<string, Decode> = new Map([
  ...(HAS_ZSTD ? [['zstd', decodeZstd] as const] : []),
  ['gzip', decodeGzip],
]);

/** The encodings that are undone, as `accept-encoding` lists them. */
export const ACCEPTED_ENCODINGS = [...DECODERS.keys()].join(',');

/** Gone from a response that is decoded: they are of the encoded content. */
const HEADERS_OF_CONTENT = ['content-encoding', 'content-length'];

/**
 * Undoes the encoding of a response where its first `content-encoding` is exactly one of `ACCEPTED_ENCODINGS`. The body
 * fails with an `ExchangeFailed` where it is not valid.
 */
export const decodeResponse = (response: IncomingResponse, chunkSize: number): IncomingResponse => {
  const encoding = response.headers.find(({ name }) => name === 'content-encoding')?.value;
  const decode = DECODERS.get(encoding ?? '');
  if (decode === undefined) {
    return response;
  }
  const { status, headers } = response;
  return {
    status,
    headers: headers.filter(({ name }) => !HEADERS_OF_CONTENT.includes(name)),
    body: decodedBody(response, decode, chunkSize),
    discard: () => response.discard(),
  };
};

async function* decodedBody(
  response: IncomingResponse,
  decode: Decode,
  chunkSize: number,
): AsyncGenerator<Uint8Array> {
  try {
    yield* decode(new ByteReader(response.body), chunkSize);
  } finally {
    response.discard();
  }
}
