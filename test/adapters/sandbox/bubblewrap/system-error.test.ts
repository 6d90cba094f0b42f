import { expect, test } from '@jest/globals';
import {
  explainSystemError,
  shortageIn,
} from '../../../../src/adapters/sandbox/bubblewrap/system-error.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';

test.each([
  ['spawn /bin/bash EAGAIN', 'Resource temporarily unavailable (os error 11): no more processes'],
  ['bwrap: Creating new namespace failed: Resource temporarily unavailable', 'no more processes'],
  ["bwrap: Can't fork for pid 1: Cannot allocate memory", 'not enough memory'],
  ['spawn ENOMEM', 'not enough memory'],
  ['bwrap: pipe: Too many open files', 'the server has too many files open'],
  ['bwrap: pipe: Too many open files in system', 'the system has too many files open'],
])('shortageIn recognizes %s', (text, words) => {
  expect(shortageIn(text)?.message).toContain(words);
});

test('shortageIn takes a missing permission for no shortage', () => {
  const text = 'bwrap: Creating new namespace failed: Operation not permitted';
  expect(shortageIn(text)).toBeUndefined();
});

test('explainSystemError turns a system error into SandboxRefused with its system call', () => {
  const error = Object.assign(new Error('no'), { code: 'EROFS', syscall: 'mkdtemp' });
  expect(() => explainSystemError(error)).toThrow(SandboxRefused);
  expect(() => explainSystemError(error)).toThrow('(mkdtemp: Read-only file system (os error 30))');
});

test('explainSystemError passes on an error that is not a system error', () => {
  const error = new TypeError('no');
  expect(() => explainSystemError(error)).toThrow(error);
});
