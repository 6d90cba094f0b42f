import { InvalidParams } from './invalid-params.js';

/**
 * The bytes of standard padded base64; nothing else is let pass.
 *
 * @throws {InvalidParams}
 */
export const decodeBase64 = (field: string, text: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  // Node skips what it cannot read: only text that comes out again as it went in is clean.
  if (bytes.toString('base64') !== text) {
    throw new InvalidParams(`field \`${field}\` must be standard padded base64`);
  }
  return bytes;
};
