import { describe, expect, test } from '@jest/globals';
import { encodeEvent } from '../../../../src/adapters/json-rpc/notifications/process-notification.js';

const EXITED = {
  kind: 'exited',
  processId: 'é',
  seq: 2,
  exitCode: 137,
  signal: 'SIGKILL',
  exitedAtMs: 99,
  sandboxDenied: true,
} as const;

describe('encodeEvent', () => {
  test('writes the exit code in process/exited', () => {
    expect(encodeEvent(EXITED, false)).toBe(
      '{"method":"process/exited","params":{"processId":"é","seq":2,"exitCode":137,"sandboxDenied":true}}',
    );
  });

  test('adds signal and time of the exit for clients that have the extensions', () => {
    expect(JSON.parse(encodeEvent(EXITED, true))).toMatchObject({
      params: { exitCode: 137, signal: 'SIGKILL', exitedAtMs: 99 },
    });
    expect(JSON.parse(encodeEvent({ ...EXITED, signal: undefined }, true))).toMatchObject({
      params: { signal: null },
    });
  });

  test('writes nothing but id and number in process/closed', () => {
    expect(encodeEvent({ kind: 'closed', processId: 'p', seq: 3 }, false)).toBe(
      '{"method":"process/closed","params":{"processId":"p","seq":3}}',
    );
  });
});
