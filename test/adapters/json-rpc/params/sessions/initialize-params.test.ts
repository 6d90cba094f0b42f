import { describe, expect, test } from '@jest/globals';
import {
  InitializeParams,
  readInitialize,
} from '../../../../../src/adapters/json-rpc/params/sessions/initialize-params.js';
import { describeParams } from '../describe-params.js';

describeParams(InitializeParams, { clientName: 'c', resumeSessionId: 's' }, [
  { name: 'clientName', presence: 'required', kind: 'text', right: ['', 'é\u0000'] },
  { name: 'resumeSessionId', presence: 'nullable', kind: 'text', right: [''] },
]);

describe('readInitialize', () => {
  const read = (extensions: unknown) => readInitialize({ clientName: 'c', extensions }).extensions;

  test('reads params without extensions as upstream does, by position too', () => {
    const command = { clientName: 'c', resumeSessionId: 's', extensions: undefined };

    expect(readInitialize({ clientName: 'c', resumeSessionId: 's' })).toEqual(command);
    expect(readInitialize(['c', 's'])).toEqual(command);
    expect(read(null)).toBeUndefined();
  });

  test('reads extensions, of which all but the version is optional', () => {
    const none = { sessionTtlMs: undefined, takesOver: false, observeSessionId: undefined };

    expect(read({ version: 1 })).toEqual(none);
    expect(read({ version: 1, sessionTtlMs: 5, takeOver: true, observeSessionId: 's' })).toEqual({
      sessionTtlMs: 5,
      takesOver: true,
      observeSessionId: 's',
    });
  });

  test.each([
    [1, 'invalid type: number, expected a map in field `extensions`'],
    [{}, 'missing field `extensions.version`'],
    [{ version: 2 }, 'invalid type: number, expected 1 in field `extensions.version`'],
    [{ version: 1, sessionTtlMs: -1 }, 'in field `extensions.sessionTtlMs`'],
    [{ version: 1, takeOver: 'yes' }, 'in field `extensions.takeOver`'],
    [{ version: 1, observeSessionId: 5 }, 'in field `extensions.observeSessionId`'],
  ])('refuses the extensions %j', (extensions, text) => {
    expect(() => read(extensions)).toThrow(text);
  });
});
