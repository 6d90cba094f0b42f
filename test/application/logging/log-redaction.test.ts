import { describe, expect, test } from '@jest/globals';
import { redactError } from '../../../src/application/logging/log-redaction.js';

describe('redactError', () => {
  test('shows the type of the error and its stack', () => {
    const lines = redactError(new TypeError('boom')).split('\n');
    expect(lines[0]).toBe('TypeError');
    expect(lines[1]).toMatch(/^ {4}at .*log-redaction\.test\.ts/);
  });

  test('shows the code of a system error', () => {
    const error = Object.assign(new Error('spawn planted'), { code: 'EMFILE' });
    expect(redactError(error)).toMatch(/^Error EMFILE\n/);
  });

  test.each([
    ['of one line', 'spawn planted-argument'],
    ['of several lines', 'spawn failed:\nplanted-argument\n    at planted-argument'],
  ])('leaves out the message %s', (_, message) => {
    expect(redactError(new Error(message))).not.toContain('planted');
  });

  test('does not throw for a hostile object', () => {
    const hostile = new Proxy(new Error(), {
      get() {
        throw new Error('planted');
      },
    });
    expect(redactError(hostile)).toBe('a value that cannot be inspected');
  });

  test('shows only the type of a value that is not an error', () => {
    expect(redactError('planted-argument')).toBe('string');
  });
});
