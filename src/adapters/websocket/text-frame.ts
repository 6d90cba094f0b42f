import { FIN_TEXT, LENGTH_IS_16_BIT } from './frame-header.js';

/** Longer messages are sent as bytes: copying them as a string costs more than a second buffer. */
const MAX_LENGTH = 4096;

/**
 * A whole unmasked text frame as a Latin-1 string, which a socket writes in one piece, or undefined for a message that is long or
 * not ASCII.
 */
export const textFrame = (message: string): string | undefined => {
  const { length } = message;
  if (length > MAX_LENGTH || Buffer.byteLength(message) !== length) {
    return undefined;
  }
  const header =
    length < LENGTH_IS_16_BIT
      ? String.fromCharCode(FIN_TEXT, length)
      : String.fromCharCode(FIN_TEXT, LENGTH_IS_16_BIT, length >> 8, length & 0xff);
  return header + message;
};
