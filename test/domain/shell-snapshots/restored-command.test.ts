import { describe, expect, test } from '@jest/globals';
import {
  fitsSystem,
  restoreCommand,
} from '../../../src/domain/shell-snapshots/restored-command.js';

const LOGIN = { shell: 'bash' as const, path: '/bin/bash', script: 'echo $1', parameters: ['a'] };
const restore = (
  commands: string,
  login: Parameters<typeof restoreCommand>[2] = LOGIN,
  set: Readonly<Record<string, string>> = {},
) =>
  restoreCommand({ env: { A: '1' }, envPolicy: undefined }, {}, login, {
    commands,
    variables: { set, removed: [] },
  });

const pieces = (env: Readonly<Record<string, string>>): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('EXEC_SERVER_SHELL_STATE_'))
    .map((name) => env[name] ?? '');

describe('restoreCommand', () => {
  test('runs a shell without start-up files that restores the state first', () => {
    const { argv, env } = restore('f() { :; }');
    expect(argv).toEqual([
      '/bin/bash',
      '-c',
      `eval "unset EXEC_SERVER_SHELL_STATE_0\n\${EXEC_SERVER_SHELL_STATE_0}"; :\necho $1`,
      'a',
    ]);
    expect(env).toEqual({ A: '1', EXEC_SERVER_SHELL_STATE_0: 'f() { :; }' });
  });

  test('evaluates the script of zsh, which has parsed it before it knows the aliases', () => {
    const { argv } = restore('alias', { ...LOGIN, shell: 'zsh', script: "echo 'it'" });
    expect(argv[1]).toBe('-fc');
    expect(argv[2]).toMatch(/\neval 'echo '\\''it'\\'''$/);
  });

  test('keeps the state out of the arguments, which every user of the host can read', () => {
    expect(restore('f() { secret; }').argv.join()).not.toContain('secret');
  });

  test('gives a long state in pieces that fit in a variable of 128 KiB', () => {
    const commands = '€'.repeat(100_000);
    const parts = pieces(restore(commands).env);
    expect(parts.join('')).toBe(commands);
    expect(Math.max(...parts.map((part) => Buffer.byteLength(part)))).toBeLessThan(128 * 1024);
  });

  test('never cuts a character in two', () => {
    for (const commands of ['😀'.repeat(50_000), `x${'😀'.repeat(50_000)}`]) {
      const parts = pieces(restore(commands).env);
      expect(parts.map((part) => Buffer.from(part).toString())).toEqual(parts);
      expect(parts.join('')).toBe(commands);
    }
  });

  test('exports BASH_ENV once bash has started, so that bash itself does not read the file', () => {
    const { env } = restore('umask 022', LOGIN, { BASH_ENV: "/it's" });
    expect(env).not.toHaveProperty('BASH_ENV');
    expect(pieces(env)).toEqual(["umask 022\nexport BASH_ENV='/it'\\''s'"]);
  });
});

describe('fitsSystem', () => {
  test('is true for a command with a long state', () => {
    expect(fitsSystem(restore('€'.repeat(300_000)))).toBe(true);
  });

  test('is false when an argument, a variable or all together are too long', () => {
    const many = Array.from({ length: 12 }, (_, index) => [`V${index}`, 'x'.repeat(90_000)]);
    for (const part of [
      { argv: ['x'.repeat(130_049)] },
      { env: { V: '€'.repeat(44_000) } },
      { env: Object.fromEntries(many) },
    ]) {
      expect(fitsSystem({ argv: ['a'], env: {}, ...part })).toBe(false);
    }
    expect(fitsSystem({ argv: ['x'.repeat(130_048)], env: { V: 'x'.repeat(130_000) } })).toBe(true);
  });
});
