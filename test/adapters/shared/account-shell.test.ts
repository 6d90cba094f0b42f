import { expect, test } from '@jest/globals';
import { accountShell } from '../../../src/adapters/shared/account-shell.js';

const missing = () => {
  throw new Error('uv_os_get_passwd returned ENOENT');
};

test('the shell of an account without one, or of a user without an account, is empty', () => {
  expect(accountShell(() => '/bin/zsh')).toBe('/bin/zsh');
  expect(accountShell(() => null)).toBe('');
  expect(accountShell(missing)).toBe('');
});
