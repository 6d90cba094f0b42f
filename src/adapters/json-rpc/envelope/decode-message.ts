import { isAscii, isUtf8 } from 'node:buffer';

/** Decodes a message. @throws {SyntaxError} when it is not UTF-8. */
export const decodeUtf8Message = (message: Buffer): string => {
  // Decoding as Latin-1 is up to fifty times as fast.
  if (isAscii(message)) {
    return message.toString('latin1');
  }
  if (!isUtf8(message)) {
    throw new SyntaxError('the message is not valid UTF-8');
  }
  return message.toString('utf8');
};
