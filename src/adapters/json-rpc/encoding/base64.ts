import { InvalidParams } from './invalid-params.js';

/** Symbols decoded at a time; V8 is much slower for strings above 64 Ki. */
const PIECE = 32 * 1024;

const EQUALS = 0x3d;

/**
 * Decodes standard padded base64, strictly. The result takes the place of an `UndecodedBase64`, which is spoilt: each 64 MB of new
 * memory would cost the garbage collector a walk through the whole heap.
 *
 * @throws {InvalidParams}
 */
export const decodeBase64 = (field: string, text: string | UndecodedBase64): Buffer => {
  const bytes =
    text instanceof UndecodedBase64 ? decodeLong(text.bytes, text.bytes) : decodeShort(text);
  if (bytes !== undefined) {
    return bytes;
  }
  throw new InvalidParams(`field \`${field}\` must be standard padded base64`);
};

/** Likewise, but undefined where it is not such base64, and nothing is spoilt. */
export const readBase64 = (text: string | UndecodedBase64): Buffer | undefined =>
  text instanceof UndecodedBase64
    ? decodeLong(text.bytes, Buffer.allocUnsafeSlow(Math.ceil((text.bytes.length * 3) / 4)))
    : decodeShort(text);

const decodeShort = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  // Node skips invalid characters, so the input is valid only if encoding the result gives it back.
  return bytes.toString('base64') === text ? bytes : undefined;
};

/**
 * Too few bytes mean that Node skipped an invalid character; Node also accepts the URL alphabet, which is not
 * standard base64.
 *
 * @param target may be the base64 itself: what is written is never ahead of what is read
 */
const decodeLong = (base64: Buffer, target: Buffer): Buffer | undefined => {
  if (base64.length % 4 !== 0 || base64.includes('-') || base64.includes('_')) {
    return undefined;
  }
  const padding = base64.at(-1) !== EQUALS ? 0 : base64.at(-2) !== EQUALS ? 1 : 2;
  const body = Math.max(0, base64.length - 4);
  const bytes = target.subarray(0, (base64.length / 4) * 3 - padding);
  const tail = base64.toString('latin1', body);
  let end = 0;
  for (let start = 0; start < body; start += PIECE) {
    end += bytes.write(
      base64.toString('latin1', start, Math.min(body, start + PIECE)),
      end,
      'base64',
    );
  }
  const last = decodeShort(tail);
  if (last === undefined || end !== (body / 4) * 3) {
    return undefined;
  }
  last.copy(bytes, end);
  return bytes;
};

/** A view of the same bytes; nothing is copied. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Base64 text kept as the received bytes, since a long string would be slow to handle. */
export class UndecodedBase64 {
  /** The content between the quotes; unchecked, except that it contains no backslash. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
