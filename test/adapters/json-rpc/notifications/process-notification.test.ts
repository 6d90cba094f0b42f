import { describe, expect, test } from '@jest/globals';
import { encodeEvent } from '../../../../src/adapters/json-rpc/notifications/process-notification.js';

describe('encodeEvent', () => {
  test('writes the exit code in process/exited', () => {
    expect(
      encodeEvent({ kind: 'exited', processId: 'é', seq: 2, exitCode: 137, sandboxDenied: true }),
    ).toBe(
      '{"method":"process/exited","params":{"processId":"é","seq":2,"exitCode":137,"sandboxDenied":true}}',
    );
  });

  test('writes nothing but id and number in process/closed', () => {
    expect(encodeEvent({ kind: 'closed', processId: 'p', seq: 3 })).toBe(
      '{"method":"process/closed","params":{"processId":"p","seq":3}}',
    );
  });
});
