import { describe, expect, test } from '@jest/globals';
import { isLikelySandboxDenial } from '../../../src/domain/sandbox/sandbox-denial.js';

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe('isLikelySandboxDenial', () => {
  test.each([
    'operation not permitted',
    'cat: x: Permission denied',
    'touch: Read-only file system',
    'SECCOMP',
    'no sandbox',
    'landlock',
    'Failed to write file',
  ])('is true when the process failed and wrote: %s', (text) => {
    expect(isLikelySandboxDenial(1, bytes('before\n', text, '\nafter'))).toBe(true);
    expect(isLikelySandboxDenial(0, bytes(text))).toBe(false);
  });

  test('finds a denial text split over two chunks, among bytes that are not UTF-8', () => {
    expect(isLikelySandboxDenial(2, bytes('\u00ff permission den', 'ied'))).toBe(true);
  });

  test('is true for exit code 159, a system call that seccomp forbids', () => {
    expect(isLikelySandboxDenial(159, [])).toBe(true);
  });

  test('is false for other failures and for exit code 137', () => {
    expect(isLikelySandboxDenial(1, bytes('No such file or directory'))).toBe(false);
    expect(isLikelySandboxDenial(137, [])).toBe(false);
  });
});
