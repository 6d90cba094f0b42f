import { beforeEach, expect, jest, test } from '@jest/globals';

const os = await import('node:os');
const fs = await import('node:fs');

const OTHER_PROGRAMS = ['/usr/sbin/nologin', '/bin/false', '/usr/bin/fish', '/bin/dash'];

/** The account's entry in the database, and the programs there are; each test sets its own. */
let accountShell: () => string | null = () => '';
let programs: readonly string[] = [];

jest.unstable_mockModule('node:os', () => ({
  ...os,
  userInfo: () => ({ ...os.userInfo(), shell: accountShell() }),
}));
jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  accessSync: (path: string) => {
    if (!programs.includes(path)) {
      throw new Error(`not a program: ${path}`);
    }
  },
}));

const { NodeHostInformation } = await import(
  '../../../src/adapters/system/node-host-information.js'
);

beforeEach(() => {
  process.env.PATH = '/usr/bin:/bin';
  programs = ['/bin/sh', '/bin/bash', '/usr/bin/zsh', ...OTHER_PROGRAMS];
});

test.each([
  ['zsh', '/usr/bin/zsh'],
  ['bash', '/bin/bash'],
  ['sh', '/bin/sh'],
])('the shell of the account is used when it is executable: %s', (name, path) => {
  accountShell = () => path;

  expect(shell()).toEqual({ name, path });
});

test.each([['/nowhere/fish'], [''], [null]])('an account with the shell %j gets bash', (path) => {
  accountShell = () => path;

  expect(shell()).toEqual({ name: 'bash', path: '/bin/bash' });
});

test('an account missing in the database gets bash', () => {
  accountShell = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };

  expect(shell()).toEqual({ name: 'bash', path: '/bin/bash' });
});

test('bash is searched for in PATH, in its order, absolute entries only', () => {
  accountShell = () => '';
  programs = ['/bin/sh', '/opt/tools/bash'];
  process.env.PATH = 'relative:/nowhere:/opt/tools:/bin';

  expect(shell()).toEqual({ name: 'bash', path: '/opt/tools/bash' });
});

test('sh is used without bash', () => {
  accountShell = () => '';
  programs = ['/bin/sh'];

  expect(shell()).toEqual({ name: 'sh', path: '/bin/sh' });
});

test.each(OTHER_PROGRAMS)('an account with %s gets bash', (path) => {
  accountShell = () => path;

  expect(shell()).toEqual({ name: 'bash', path: '/bin/bash' });
});

const shell = () => new NodeHostInformation().describe().shell;
