import { InvalidParams } from './invalid-params.js';

/** Symbols decoded at a time; V8 is much slower for strings above 64 Ki. */
const PIECE = 32 * 1024;

const EQUALS = 0x3d;

/**
 * Decodes standard padded base64, strictly. The result takes the place of an `UndecodedBase64`: each 64 MB of new memory would cost the
 * garbage collector a walk through the whole heap.
 *
 * @throws {InvalidParams}
 */
export const decodeBase64 = (field: string, text: string | UndecodedBase64): Buffer => {
  const bytes = readBase64(text);
  if (bytes !== undefined) {
    return bytes;
  }
  throw new InvalidParams(`field \`${field}\` must be standard padded base64`);
};

/** Likewise, but undefined where it is not such base64; the text is then the same from its first fault on, and valid before it. */
export const readBase64 = (text: string | UndecodedBase64): Buffer | undefined =>
  text instanceof UndecodedBase64 ? decodeLong(text.bytes) : decodeShort(text);

const decodeShort = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  // Node skips invalid characters, so the input is valid only if encoding the result gives it back.
  return bytes.toString('base64') === text ? bytes : undefined;
};

/** Decodes in place: what is written is never ahead of what is read. Too few bytes mean that Node skipped an invalid character. */
const decodeLong = (base64: Buffer): Buffer | undefined => {
  if (base64.length % 4 !== 0) {
    return undefined;
  }
  const padding = base64.at(-1) !== EQUALS ? 0 : base64.at(-2) !== EQUALS ? 1 : 2;
  const body = Math.max(0, base64.length - 4);
  let end = 0;
  for (let start = 0; start < body; start += PIECE) {
    const piece = base64.toString('latin1', start, Math.min(body, start + PIECE));
    const count = base64.write(piece, end, 'base64');
    if (count !== (piece.length / 4) * 3 || hasUrlSymbol(piece)) {
      restore(base64, start, piece);
      return undefined;
    }
    end += count;
  }
  const tail = base64.toString('latin1', body);
  const last = decodeShort(tail);
  if (last === undefined) {
    restore(base64, body, tail);
    return undefined;
  }
  last.copy(base64, end);
  return base64.subarray(0, (base64.length / 4) * 3 - padding);
};

/** Symbols of the URL alphabet, which Node decodes too. */
const hasUrlSymbol = (piece: string): boolean => piece.includes('-') || piece.includes('_');

/** What was valid before a piece becomes other valid text: only faults are looked for in it. */
const restore = (base64: Buffer, start: number, piece: string): void => {
  base64.fill('A', 0, start);
  base64.write(piece, start, 'latin1');
};

/** A view of the same bytes; nothing is copied. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Base64 text kept as the received bytes, since a long string would be slow to handle. */
export class UndecodedBase64 {
  /** The content between the quotes; unchecked, except that it contains no backslash. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
