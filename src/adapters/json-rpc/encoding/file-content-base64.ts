import { ExecServerError } from '../../../domain/errors.js';
import { readBase64, UndecodedBase64 } from './base64.js';

/**
 * Decodes the content of a file from standard padded base64.
 *
 * @throws {ExecServerError} that names the error and its position, with upstream's texts.
 */
export const decodeContent = (base64: string | UndecodedBase64): Buffer => {
  const bytes = readBase64(base64);
  if (bytes !== undefined) {
    return bytes;
  }
  const text = base64 instanceof UndecodedBase64 ? base64.bytes.toString() : base64;
  throw new ExecServerError(
    'invalid-request',
    `fs/writeFile requires valid base64 dataBase64: ${findFault(text)}`,
  );
};

const findFault = (text: string): string => {
  const end = text.search(/[^A-Za-z0-9+/]/);
  if (end < 0) {
    return text.length % 4 === 1 ? `Invalid input length: ${text.length}` : BAD_PADDING;
  }
  const padding = text.slice(end);
  if (end % 4 >= 2 && padding === '='.repeat(4 - (end % 4))) {
    return invalidLastSymbol(text, end - 1);
  }
  return end % 4 === 2 && padding === '='
    ? BAD_PADDING
    : `Invalid symbol ${Buffer.from(padding)[0]}, offset ${end}.`;
};

const BAD_PADDING = 'Invalid padding';

/** The last symbol has bits beyond the last byte. */
const invalidLastSymbol = (text: string, at: number): string =>
  `Invalid last symbol ${text.charCodeAt(at)}, offset ${at}.`;
