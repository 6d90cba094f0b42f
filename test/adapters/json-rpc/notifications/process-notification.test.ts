import { describe, expect, test } from '@jest/globals';
import { encodeEvent } from '../../../../src/adapters/json-rpc/notifications/process-notification.js';

describe('The notification of', () => {
  test('an exit has the code of the process', () => {
    expect(
      encodeEvent({ kind: 'exited', processId: 'é', seq: 2, exitCode: 137, sandboxDenied: true }),
    ).toBe(
      '{"method":"process/exited","params":{"processId":"é","seq":2,"exitCode":137,"sandboxDenied":true}}',
    );
  });

  test('the end has nothing but its number', () => {
    expect(encodeEvent({ kind: 'closed', processId: 'p', seq: 3 })).toBe(
      '{"method":"process/closed","params":{"processId":"p","seq":3}}',
    );
  });
});
