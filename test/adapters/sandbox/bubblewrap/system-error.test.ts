import { expect, test } from '@jest/globals';
import { explainSystemError } from '../../../../src/adapters/sandbox/bubblewrap/system-error.js';
import { SandboxRefused } from '../../../../src/domain/sandbox/sandbox-refused.js';

test('explainSystemError turns a system error into SandboxRefused with its system call', () => {
  const error = Object.assign(new Error('no'), { code: 'EROFS', syscall: 'mkdtemp' });
  expect(() => explainSystemError(error)).toThrow(SandboxRefused);
  expect(() => explainSystemError(error)).toThrow('(mkdtemp: Read-only file system (os error 30))');
});

test('explainSystemError passes on an error that is not a system error', () => {
  const error = new TypeError('no');
  expect(() => explainSystemError(error)).toThrow(error);
});
