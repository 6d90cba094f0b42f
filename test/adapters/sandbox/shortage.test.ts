import { expect, test } from '@jest/globals';
import { explainSystemError, shortageIn } from '../../../src/adapters/sandbox/shortage.js';
import { SandboxRefused } from '../../../src/domain/sandbox/sandbox-refused.js';

test.each([
  ['spawn /bin/bash EAGAIN', 'Resource temporarily unavailable (os error 11): no more processes'],
  ['bwrap: Creating new namespace failed: Resource temporarily unavailable', 'no more processes'],
  ["bwrap: Can't fork for pid 1: Cannot allocate memory", 'not enough memory'],
  ['spawn ENOMEM', 'not enough memory'],
  ['bwrap: pipe: Too many open files', 'the server has too many files open'],
  ['bwrap: pipe: Too many open files in system', 'the system has too many files open'],
])('%s is a shortage', (text, words) => {
  expect(shortageIn(text)?.message).toContain(words);
});

test('what lasts is none', () => {
  const text = 'bwrap: Creating new namespace failed: Operation not permitted';
  expect(shortageIn(text)).toBeUndefined();
});

test('what else the system refuses is why there is no sandbox, and says of what', () => {
  const error = Object.assign(new Error('no'), { code: 'EROFS', syscall: 'mkdtemp' });
  expect(() => explainSystemError(error)).toThrow(SandboxRefused);
  expect(() => explainSystemError(error)).toThrow('(mkdtemp: Read-only file system (os error 30))');
});

test('an error of the program stays one', () => {
  const error = new TypeError('no');
  expect(() => explainSystemError(error)).toThrow(error);
});
