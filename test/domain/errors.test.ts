import { expect, test } from '@jest/globals';
import { ExecServerError, SpawnFailed } from '../../src/domain/errors.js';

test('ExecServerError carries its code, its message and its own name', () => {
  const error = new ExecServerError('already-attached', 'held elsewhere');

  expect(error).toBeInstanceOf(Error);
  expect(error.code).toBe('already-attached');
  expect(error.message).toBe('held elsewhere');
  expect(error.name).toBe('ExecServerError');
});

test('SpawnFailed has the code failed, not invalid-request', () => {
  const error = new SpawnFailed('No such file or directory (os error 2)');

  expect(error).toBeInstanceOf(ExecServerError);
  expect(error.code).toBe('failed');
  expect(error.name).toBe('SpawnFailed');
  expect(error.message).toBe('No such file or directory (os error 2)');
});
