import { ExecServerError } from '../errors.js';

/** The first invalid offset: files are shorter than 2^63 bytes. */
const OFFSET_LIMIT = 2n ** 63n;

/** @throws {ExecServerError} when a block is empty or longer than `maxBytes`. */
export const requireBlockLength = (
  direction: 'read' | 'write',
  length: number,
  maxBytes: number,
): void => {
  if (length >= 1 && length <= maxBytes) {
    return;
  }
  throw new ExecServerError(
    'invalid-request',
    `file ${direction} block length must be between 1 and ${maxBytes}`,
  );
};

/** @throws {ExecServerError} when the range exceeds the largest file size. */
export const requireReadableRange = (offset: number | bigint, length: number): void => {
  if (BigInt(offset) + BigInt(length) < OFFSET_LIMIT) {
    return;
  }
  throw new ExecServerError('invalid-request', 'Invalid argument (os error 22)');
};

/** @throws {ExecServerError} when the range exceeds the largest file size. */
export const requireWritableRange = (offset: number | bigint, length: number): void => {
  if (BigInt(offset) + BigInt(length) < OFFSET_LIMIT) {
    return;
  }
  throw new ExecServerError(
    'invalid-request',
    'file write range exceeds the signed 64-bit file offset limit',
  );
};
