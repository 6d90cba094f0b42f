import { describe, expect, test } from '@jest/globals';
import {
  requireBlockLength,
  requireReadableRange,
  requireWritableRange,
} from '../../../src/domain/files/file-block.js';
import { fault } from '../../support/fault.js';

const END = 2n ** 63n - 1n;

describe('File block', () => {
  test.each([1, 1000])('accepts a length of %d bytes when at most 1000 are allowed', (length) => {
    expect(() => requireBlockLength('read', length, 1000)).not.toThrow();
  });

  test.each([0, 1001, 2 ** 64])(
    'rejects a length of %d bytes when 1 to 1000 are allowed',
    (length) => {
      expect(() => requireBlockLength('read', length, 1000)).toThrow(
        fault('invalid-request', 'file read block length must be between 1 and 1000'),
      );
      expect(() => requireBlockLength('write', length, 1000)).toThrow(
        fault('invalid-request', 'file write block length must be between 1 and 1000'),
      );
    },
  );

  test.each([
    [0, 1],
    [Number.MAX_SAFE_INTEGER, 1000],
    [END - 3n, 3],
    [END - 1n, 1],
  ] as const)('accepts the offset %d with %d bytes', (offset, length) => {
    expect(() => requireReadableRange(offset, length)).not.toThrow();
    expect(() => requireWritableRange(offset, length)).not.toThrow();
  });

  test.each([
    [END - 2n, 3],
    [END, 1],
    [END + 1n, 1],
    [2n ** 64n - 1n, 1],
  ] as const)(
    'rejects the offset %d with %d bytes, which ends beyond the signed 64-bit range',
    (offset, length) => {
      expect(() => requireReadableRange(offset, length)).toThrow(
        fault('invalid-request', 'Invalid argument (os error 22)'),
      );
      expect(() => requireWritableRange(offset, length)).toThrow(
        fault('invalid-request', 'file write range exceeds the signed 64-bit file offset limit'),
      );
    },
  );
});
