import { describe, expect, test } from '@jest/globals';
import {
  FsCloseParams,
  FsOpenParams,
  FsReadBlockParams,
  FsWriteBlockParams,
} from '../../../../../src/adapters/json-rpc/params/files/fs-handle-params.js';
import { FsWatchMissingParams } from '../../../../../src/adapters/json-rpc/params/files/fs-watch-missing-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

const URI = 'file:///tmp/a%20b';
const SANDBOX = { permissions: { type: 'disabled' }, windowsSandboxLevel: 'disabled' };

const handleId = { name: 'handleId', presence: 'required', kind: 'text', right: [''] } as const;
const exact = {
  presence: 'required',
  kind: 'number',
  wrong: [-1, 0.5, 2 ** 53, 1e300],
  right: [0, 2 ** 53 - 1],
} as const;

describeParams(FsOpenParams, { handleId: 'h', path: URI, mode: 'read', sandbox: SANDBOX }, [
  handleId,
  { name: 'path', presence: 'required', kind: 'text' },
  {
    name: 'mode',
    presence: 'optional',
    kind: 'text',
    wrong: ['', 'write', 'Read'],
    right: ['replace'],
  },
  { name: 'sandbox', presence: 'nullable', kind: 'map' },
]);

describeParams(FsReadBlockParams, { handleId: 'h', offset: 1, len: 2 }, [
  handleId,
  { name: 'offset', ...exact },
  { name: 'len', presence: 'required', kind: 'number', wrong: [-1, 0.5], right: [0, 2 ** 64] },
]);

describeParams(FsWriteBlockParams, { handleId: 'h', offset: 1, chunk: 'aGk=' }, [
  handleId,
  { name: 'offset', ...exact },
  { name: 'chunk', presence: 'required', kind: 'text', right: [''] },
]);

describeParams(FsCloseParams, { handleId: 'h' }, [handleId]);

describeParams(FsWatchMissingParams, { watchId: 1, missing: [URI], present: URI }, [
  { name: 'watchId', ...exact },
  { name: 'missing', presence: 'required', kind: 'list', wrong: [[1], [null]], right: [[]] },
  { name: 'present', presence: 'nullable', kind: 'text' },
]);

describe('Exact 64-bit integer', () => {
  test.each([2n ** 53n, 2n ** 64n - 1n])('accepts the bigint %d', (offset) => {
    const params = { handleId: 'h', offset, len: 1 };
    expect(readParams(FsReadBlockParams, params).toCommand().offset).toBe(offset);
  });

  test.each([-1n, 2n ** 64n])('rejects the bigint %d', (offset) => {
    expect(() => readParams(FsReadBlockParams, { handleId: 'h', offset, len: 1 })).toThrow(
      'invalid type: number, expected an unsigned 64-bit integer in field `offset`',
    );
  });
});

describe('File handle command', () => {
  test('has mode read by default', () => {
    const path = { asSent: URI, path: '/tmp/a b' };
    expect(readParams(FsOpenParams, { handleId: 'h', path: URI }).toCommand()).toEqual({
      handleId: 'h',
      path,
      mode: 'read',
      sandbox: undefined,
    });
  });

  test('carries the decoded bytes to write', () => {
    const params = { handleId: 'h', offset: 3, chunk: 'aGk=' };
    expect(readParams(FsWriteBlockParams, params).toCommand()).toEqual({
      handleId: 'h',
      offset: 3,
      bytes: Buffer.from('hi'),
    });
  });

  test('names the field of an invalid path URI', () => {
    const read = (params: object) => () => readParams(FsWatchMissingParams, params).toCommand();
    expect(read({ watchId: 1, missing: [URI, 'tmp'] })).toThrow('(field `missing`)');
    expect(read({ watchId: 1, missing: [], present: 'http://x' })).toThrow('`present`');
    expect(read({ watchId: 1, missing: [], present: null })().present).toBeUndefined();
  });
});
