export const base64Length = (bytes: number): number => 4 * Math.ceil(bytes / 3);

/** Bytes of one piece. A string of more has memory of its own, which costs the system many times what the encoding takes. */
const PIECE_BYTES = 48 * 1024;
const PIECE_CHARACTERS = base64Length(PIECE_BYTES);

/** Writes the bytes as base64; returns the offset behind it. */
export const writeBase64 = (bytes: Buffer, target: Buffer, offset: number): number => {
  let end = offset;
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    end += target.write(bytes.toString('base64', start, start + PIECE_BYTES), end, 'latin1');
  }
  return end;
};

/** The bytes whose base64 is in a part of `text`. */
export const readBase64 = (text: Buffer, start: number, end: number): Buffer => {
  const bytes = Buffer.allocUnsafe(Math.ceil((3 * (end - start)) / 4));
  let length = 0;
  for (let at = start; at < end; at += PIECE_CHARACTERS) {
    const piece = text.toString('latin1', at, Math.min(end, at + PIECE_CHARACTERS));
    length += bytes.write(piece, length, 'base64');
  }
  return bytes.subarray(0, length);
};
