import { expect, test } from '@jest/globals';
import { loginShell, type ShellSource } from '../../../src/adapters/system/login-shell.js';

const OTHER_PROGRAMS = ['/usr/sbin/nologin', '/bin/false', '/usr/bin/fish', '/bin/dash'];
const PROGRAMS = ['/bin/sh', '/bin/bash', '/usr/bin/zsh', ...OTHER_PROGRAMS];

const shell = (source: Partial<ShellSource>, programs: readonly string[] = PROGRAMS) =>
  loginShell({
    account: '',
    path: '/usr/bin:/bin',
    isExecutable: (path) => programs.includes(path),
    ...source,
  });

test.each(['/usr/bin/zsh', '/bin/bash', '/bin/sh'])(
  'the shell of the account is used when it is executable: %s',
  (account) => {
    expect(shell({ account })).toBe(account);
  },
);

test.each(['/nowhere/zsh', ''])('an account with the shell "%s" gets bash', (account) => {
  expect(shell({ account })).toBe('/bin/bash');
});

test('bash is searched for in PATH, in its order, absolute entries only', () => {
  const path = 'relative:/nowhere:/opt/tools:/bin';

  expect(shell({ path }, ['/bin/sh', '/opt/tools/bash'])).toBe('/opt/tools/bash');
});

test('sh is used without bash', () => {
  expect(shell({}, ['/bin/sh'])).toBe('/bin/sh');
});

test.each(OTHER_PROGRAMS)('an account with %s gets bash', (account) => {
  expect(shell({ account })).toBe('/bin/bash');
});
