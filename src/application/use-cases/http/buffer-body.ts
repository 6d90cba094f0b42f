import { ExecServerError } from '../../../domain/errors.js';
import { withFault } from '../../../domain/http/http-message.js';

const FIRST_CAPACITY = 4096;

/**
 * Resolves with the whole body, at most `maxBytes` long.
 *
 * @param reserve reserves memory before it is allocated, and may throw.
 * @throws {ExecServerError} when the body is larger or incomplete, or memory cannot be reserved.
 */
export const bufferBody = async (
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  reserve: (bytes: number) => void,
): Promise<Uint8Array> => {
  let whole = new Uint8Array();
  let size = 0;
  try {
    for await (const part of body) {
      const needed = size + part.length;
      if (needed > maxBytes) {
        throw tooLarge(maxBytes);
      }
      if (needed > whole.length) {
        whole = grow(whole, size, Math.min(maxBytes, roomFor(needed)), reserve);
      }
      // Copied at once: a chunk may be one byte that keeps a far larger buffer alive.
      whole.set(part, size);
      size = needed;
    }
  } catch (error) {
    if (error instanceof ExecServerError) {
      throw error;
    }
    throw failed(withFault('error decoding response body', error));
  }
  return whole.subarray(0, size);
};

/** Doubles each time, so that each byte is copied at most twice. */
const roomFor = (bytes: number): number =>
  2 ** Math.ceil(Math.log2(Math.max(bytes, FIRST_CAPACITY)));

const grow = (
  whole: Uint8Array,
  size: number,
  capacity: number,
  reserve: (bytes: number) => void,
): Uint8Array<ArrayBuffer> => {
  reserve(capacity - whole.length);
  const larger = new Uint8Array(capacity);
  larger.set(whole.subarray(0, size));
  return larger;
};

const tooLarge = (maxBytes: number): ExecServerError =>
  failed(`it exceeds the ${maxBytes} bytes that fit a reply; use streamResponse`);

const failed = (problem: string): ExecServerError =>
  new ExecServerError('failed', problem, { http: 'response-body' });
