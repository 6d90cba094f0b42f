import { describe, expect, test } from '@jest/globals';
import { isLikelySandboxDenial } from '../../../src/domain/sandbox/sandbox-denial.js';

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe('a sandboxed process looks denied', () => {
  test.each([
    'operation not permitted',
    'cat: x: Permission denied',
    'touch: Read-only file system',
    'SECCOMP',
    'no sandbox',
    'landlock',
    'Failed to write file',
  ])('when it failed and said: %s', (text) => {
    expect(isLikelySandboxDenial(1, bytes('before\n', text, '\nafter'))).toBe(true);
    expect(isLikelySandboxDenial(0, bytes(text))).toBe(false);
  });

  test('also when the words came in two chunks, and among bytes that are no text', () => {
    expect(isLikelySandboxDenial(2, bytes('\u00ff permission den', 'ied'))).toBe(true);
  });

  test('when a forbidden system call ended it', () => {
    expect(isLikelySandboxDenial(159, [])).toBe(true);
  });

  test('not when it failed for something else', () => {
    expect(isLikelySandboxDenial(1, bytes('No such file or directory'))).toBe(false);
    expect(isLikelySandboxDenial(137, [])).toBe(false);
  });
});
