import { ByteReader } from '../../../../src/adapters/http-client/decoding/byte-reader.js';

type Decode = (input: ByteReader, chunkSize: number) => AsyncIterable<Uint8Array>;

const CHUNK_BYTES = 1024;

/** The parts as a response brings them. */
export async function* arriving(parts: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* parts;
}

/** Each byte on its own. */
export const byByte = (bytes: Buffer): Buffer[] => [...bytes].map((byte) => Buffer.from([byte]));

/** All that is decoded of these parts, and then, if it fails, the error. */
export const readDecoded = async (
  decode: Decode,
  parts: Iterable<Uint8Array>,
): Promise<[text: string, error?: string]> => {
  let text = '';
  try {
    for await (const part of decode(new ByteReader(arriving(parts)), CHUNK_BYTES)) {
      text += Buffer.from(part).toString('latin1');
    }
  } catch (error) {
    return [text, (error as Error).message];
  }
  return [text];
};
