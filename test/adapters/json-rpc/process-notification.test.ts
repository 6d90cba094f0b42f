import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeEvent } from '../../../src/adapters/json-rpc/process-notification.js';
import type { OutputStream } from '../../../src/domain/process-event.js';
import { anyText } from './any-text.js';

describe('The notification of', () => {
  test('output is what JSON.stringify would make of it, in ASCII', () => {
    fc.assert(
      fc.property(
        anyText(),
        fc.nat(),
        fc.constantFrom<OutputStream>('stdout', 'stderr', 'pty'),
        fc.uint8Array(),
        (processId, seq, stream, bytes) => {
          const encoded = Buffer.from(
            encodeEvent({ kind: 'output', processId, seq, stream, bytes }),
          );
          expect(encoded.every((byte) => byte < 0x80)).toBe(true);
          expect(JSON.parse(encoded.toString())).toEqual({
            method: 'process/output',
            params: { processId, seq, stream, chunk: Buffer.from(bytes).toString('base64') },
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  test('output has its members in the order of the contract', () => {
    const bytes = Buffer.from('hi');
    expect(
      encodeEvent({ kind: 'output', processId: 'é"', seq: 1, stream: 'stdout', bytes }).toString(),
    ).toBe(
      '{"method":"process/output","params":{"processId":"\\u00e9\\"","seq":1,"stream":"stdout","chunk":"aGk="}}',
    );
  });

  test('output takes only its own part of a larger memory', () => {
    const memory = new TextEncoder().encode('xxhixx');
    const part = memory.subarray(2, 4);
    expect(
      encodeEvent({
        kind: 'output',
        processId: 'p',
        seq: 1,
        stream: 'pty',
        bytes: part,
      }).toString(),
    ).toContain('"chunk":"aGk="');
  });

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
