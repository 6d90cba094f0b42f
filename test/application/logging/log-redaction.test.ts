import { describe, expect, test } from '@jest/globals';
import { redactError } from '../../../src/application/logging/describe-fault.js';

describe('An unexpected error in the log', () => {
  test('tells its kind and where it came from', () => {
    const lines = redactError(new TypeError('boom')).split('\n');
    expect(lines[0]).toBe('TypeError');
    expect(lines[1]).toMatch(/^ {4}at .*log-redaction\.test\.ts/);
  });

  test('tells the code of a system error', () => {
    const error = Object.assign(new Error('spawn planted'), { code: 'EMFILE' });
    expect(redactError(error)).toMatch(/^Error EMFILE\n/);
  });

  test.each([
    ['in one line', 'spawn planted-argument'],
    ['in several', 'spawn failed:\nplanted-argument\n    at planted-argument'],
  ])('does not repeat its message, %s', (_, message) => {
    expect(redactError(new Error(message))).not.toContain('planted');
  });

  test('never fails, whatever was thrown', () => {
    const hostile = new Proxy(new Error(), {
      get() {
        throw new Error('planted');
      },
    });
    expect(redactError(hostile)).toBe('something that cannot be described');
  });

  test('says nothing of what is no error', () => {
    expect(redactError('planted-argument')).toBe('string');
  });
});
