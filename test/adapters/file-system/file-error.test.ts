import { expect, test } from '@jest/globals';
import { notAFile, translateErrors } from '../../../src/adapters/file-system/file-error.js';
import { ExecServerError } from '../../../src/domain/errors.js';

const told = (error: Error): Promise<unknown> =>
  translateErrors(Promise.reject(error)).catch((said: unknown) => said);

test.each([
  ['ENOENT', 'not-found', 'No such file or directory (os error 2)'],
  ['EACCES', 'invalid-request', 'Permission denied (os error 13)'],
  ['EPERM', 'invalid-request', 'Operation not permitted (os error 1)'],
  ['EINVAL', 'invalid-request', 'Invalid argument (os error 22)'],
  ['ENOTDIR', 'failed', 'Not a directory (os error 20)'],
  ['EISDIR', 'failed', 'Is a directory (os error 21)'],
  ['EEXIST', 'failed', 'File exists (os error 17)'],
  ['ENOTEMPTY', 'failed', 'Directory not empty (os error 39)'],
  ['ELOOP', 'failed', 'Symbolic link loop (os error 40)'],
  ['ENOSPC', 'failed', 'No space left on device (os error 28)'],
  ['EROFS', 'failed', 'Read-only file system (os error 30)'],
  ['EXDEV', 'failed', 'Cross-device link (os error 18)'],
  ['EFBIG', 'failed', 'File too large (os error 27)'],
  ['EDQUOT', 'failed', 'Quota exceeded (os error 122)'],
  ['ETXTBSY', 'failed', 'Text file busy (os error 26)'],
  ['EBUSY', 'failed', 'Resource busy (os error 16)'],
  ['EMFILE', 'failed', 'No file descriptors available (os error 24)'],
])('translateErrors turns %s into %s: %s', async (errno, code, message) => {
  const said = await told(Object.assign(new Error('of Node'), { code: errno }));
  expect(said).toBeInstanceOf(ExecServerError);
  expect(said).toMatchObject({ code, message });
});

test('translateErrors passes on an error that is not a system error', async () => {
  const faults = [
    new Error('a fault'),
    Object.assign(new TypeError('of this program'), { code: 'ERR_INVALID_ARG_TYPE' }),
    notAFile('/x'),
  ];
  for (const fault of faults) {
    expect(await told(fault)).toBe(fault);
  }
});

test('notAFile shows U+FFFD for bytes of a path that are not UTF-8', () => {
  expect(notAFile('/\udcff').message).toBe('path `/\ufffd` is not a file');
});
