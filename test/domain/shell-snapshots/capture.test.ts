import { describe, expect, test } from '@jest/globals';
import { captureArgv, readCapture } from '../../../src/domain/shell-snapshots/capture.js';

const MARK = '\0exec-server-shell-state\0';
const printed = (commands: string, variables: string): string =>
  `${MARK}${commands}${MARK}${variables}${MARK}`;

describe('readCapture', () => {
  test('separates commands and exported variables', () => {
    expect(readCapture(printed('f() { :; }', 'A=1\0B=x=y\nz\0'), {})).toEqual({
      commands: 'f() { :; }',
      variables: { set: { A: '1', B: 'x=y\nz' }, removed: [] },
    });
  });

  test('ignores what start-up files print before it and their traps behind it', () => {
    const output = `hello\0${printed('umask 022', 'A=1\0')}bye`;
    expect(readCapture(output, {})?.commands).toBe('umask 022');
  });

  test.each([
    ['nothing', ''],
    ['no variables', `${MARK}umask 022${MARK}`],
    ['no end', `${MARK}umask 022${MARK}A=1\0`],
  ])('is undefined for a shell that printed %s', (_, output) => {
    expect(readCapture(output, {})).toBeUndefined();
  });
});

describe('captureArgv', () => {
  test('starts a login shell, which reads the file of interactive shells too', () => {
    const of = (shell: 'bash' | 'sh' | 'zsh') =>
      captureArgv({ shell, path: '/x', script: 'echo', parameters: ['a'] });
    expect(of('bash')).toEqual(['/x', '-lc', expect.stringContaining('/.bashrc')]);
    expect(of('zsh')).toEqual(['/x', '-lc', expect.stringContaining('/.zshrc')]);
    expect(of('sh')).toEqual(['/x', '-lc', expect.not.stringContaining('.bashrc')]);
  });
});
