import { expect, test } from '@jest/globals';
import { startUpFiles } from '../../../src/domain/shell-snapshots/start-up-files.js';

test('startUpFiles names the files of the system and of the home directory', () => {
  expect(startUpFiles('bash', { HOME: '/h', BASH_ENV: '/env' })).toEqual(
    expect.arrayContaining([
      '/etc/profile',
      '/etc/profile.d',
      '/h/.bash_profile',
      '/h/.bashrc',
      '/env',
    ]),
  );
  expect(startUpFiles('zsh', { HOME: '/h' })).toEqual(
    expect.arrayContaining(['/etc/zsh/zprofile', '/etc/zprofile', '/h/.zshenv', '/h/.zshrc']),
  );
});

test('startUpFiles takes the files of zsh from ZDOTDIR, where that is set', () => {
  const paths = startUpFiles('zsh', { HOME: '/h', ZDOTDIR: '/z' });
  expect(paths).toContain('/z/.zprofile');
  expect(paths).not.toContain('/h/.zprofile');
});

test('startUpFiles leaves a relative BASH_ENV out', () => {
  expect(startUpFiles('bash', { HOME: '/h', BASH_ENV: 'env' })).not.toContain('env');
});
