import { describe, expect, test } from '@jest/globals';
import { ExecServerError } from '../../../src/domain/errors.js';
import { readLoginCommand } from '../../../src/domain/shell-snapshots/login-command.js';

const BASH = { name: 'bash', path: '/bin/bash' };
const read = (argv: readonly string[], shell = BASH, scopeId = 's', arg0?: string) =>
  readLoginCommand(argv, arg0, { scopeId, shell });

describe('readLoginCommand', () => {
  test('reads shell, script and parameters', () => {
    expect(read(['/bin/bash', '-lc', 'echo', 'zero', 'one'])).toEqual({
      shell: 'bash',
      path: '/bin/bash',
      script: 'echo',
      parameters: ['zero', 'one'],
    });
  });

  test.each([
    ['no login shell', ['/bin/bash', '-c', 'echo']],
    ['options apart', ['/bin/bash', '-l', '-c', 'echo']],
    ['other options', ['/bin/bash', '-lic', 'echo']],
    ['another path of the shell', ['/usr/bin/bash', '-lc', 'echo']],
    ['no script', ['/bin/bash', '-lc']],
  ])('leaves a command alone that has %s', (_, argv) => {
    expect(read(argv)).toBeUndefined();
  });

  test('leaves a command alone whose arg0 makes any shell a login shell', () => {
    expect(read(['/bin/bash', '-lc', 'echo'], BASH, 's', '-bash')).toBeUndefined();
    expect(read(['/bin/bash', '-lc', 'echo'], BASH, 's', 'name')).toBeDefined();
  });

  test.each(['bash', 'sh', 'zsh'])('takes the shell %s', (name) => {
    expect(read(['/x', '-lc', 'echo'], { name, path: '/x' })).toMatchObject({ shell: name });
  });

  test.each(['fish', 'dash', 'Bash'])('refuses a login command of the shell %s', (name) => {
    const text = `shell snapshots are unsupported for shell \`${name}\``;
    const shell = { name, path: '/x' };
    expect(() => read(['/x', '-lc', 'echo'], shell)).toThrow(
      new ExecServerError('invalid-argument', text),
    );
    expect(read(['/x', '-c', 'echo'], shell)).toBeUndefined();
  });

  test('takes scopes of 1 to 256 bytes', () => {
    const text = 'shell snapshot scope must be non-empty and at most 256 bytes';
    for (const scope of ['', 'x'.repeat(257), 'é'.repeat(129)]) {
      expect(() => read(['/bin/bash', '-c', ''], BASH, scope)).toThrow(text);
    }
    for (const scope of ['x', 'x'.repeat(256), 'é'.repeat(128)]) {
      expect(() => read(['/bin/bash', '-c', ''], BASH, scope)).not.toThrow();
    }
  });
});
