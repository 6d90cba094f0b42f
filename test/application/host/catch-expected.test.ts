import { describe, expect, it } from '@jest/globals';
import { catchExpected } from '../../../src/application/host/catch-expected.js';
import { ExecServerError } from '../../../src/domain/errors.js';

const failing = (error: Error) => (): never => {
  throw error;
};

describe('catchExpected', () => {
  it('resolves with what is made of an expected failure', async () => {
    const missing = failing(new ExecServerError('not-found', 'no such file'));

    await expect(catchExpected(missing, ({ code }) => code)).resolves.toBe('not-found');
  });

  it('throws an unexpected error on', async () => {
    const bug = new TypeError('not a function');

    await expect(catchExpected(failing(bug), () => undefined)).rejects.toBe(bug);
  });
});
