import { isAscii, isUtf8 } from 'node:buffer';
import { UndecodedBase64 } from '../encoding/base64.js';

/** Below this size it is as fast to parse the chunk with the rest. */
const MIN_BYTES = 32 * 1024;

const KEY = Buffer.from('"chunk":"');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A message and the long chunk that was taken out of it. */
export interface SplitMessage {
  /** The message with an empty string in place of the chunk. */
  readonly text: string;
  /** The offset of that empty string in `text`. */
  readonly at: number;
  readonly chunk: UndecodedBase64;
}

/**
 * Takes the value of the first member named `chunk` out of a message if it is long: `JSON.parse` takes ten
 * times as long for 1 MiB of base64 as decoding it does. A control character in the chunk is then reported as
 * invalid base64 instead of invalid JSON.
 *
 * @throws {SyntaxError} when the rest is not UTF-8.
 */
export const extractLargeChunk = (message: Buffer): SplitMessage | undefined => {
  if (message.length < MIN_BYTES) {
    return undefined;
  }
  const start = message.indexOf(KEY) + KEY.length;
  const end = message.indexOf(QUOTE, start);
  if (start < KEY.length || end - start < MIN_BYTES) {
    return undefined;
  }
  const bytes = message.subarray(start, end);
  if (bytes.includes(BACKSLASH)) {
    return undefined;
  }
  const head = decodeUtf8Message(message.subarray(0, start));
  const text = head + decodeUtf8Message(message.subarray(end));
  return { text, at: head.length - 1, chunk: new UndecodedBase64(bytes) };
};

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
