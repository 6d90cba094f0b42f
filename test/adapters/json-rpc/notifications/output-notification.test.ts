import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputNotificationEncoder } from '../../../../src/adapters/json-rpc/notifications/output-notification.js';
import type { OutputEvent, OutputStream } from '../../../../src/domain/output/process-event.js';
import { propertyRuns } from '../../../properties/property-runs.js';
import { anyText } from '../any-text.js';

const frames = new OutputNotificationEncoder();

test('OutputNotificationEncoder writes what JSON.stringify would write, in ASCII', () => {
  fc.assert(
    fc.property(
      anyText(),
      fc.nat(),
      fc.constantFrom<OutputStream>('stdout', 'stderr', 'pty'),
      fc.uint8Array(),
      (processId, seq, stream, bytes) => {
        const encoded = Buffer.from(
          frames.encode({ kind: 'output', processId, seq, stream, bytes }),
        );
        expect(encoded.every((byte) => byte < 0x80)).toBe(true);
        expect(JSON.parse(encoded.toString())).toEqual({
          method: 'process/output',
          params: { processId, seq, stream, chunk: Buffer.from(bytes).toString('base64') },
        });
      },
    ),
    propertyRuns(500),
  );
});

test('OutputNotificationEncoder writes the members in the order of the wire protocol', () => {
  const bytes = Buffer.from('hi');
  expect(
    frames.encode({ kind: 'output', processId: 'é"', seq: 1, stream: 'stdout', bytes }).toString(),
  ).toBe(
    '{"method":"process/output","params":{"processId":"\\u00e9\\"","seq":1,"stream":"stdout","chunk":"aGk="}}',
  );
});

test('OutputNotificationEncoder reads only its part of a larger buffer', () => {
  const memory = new TextEncoder().encode('xxhixx');
  const part = memory.subarray(2, 4);
  expect(
    frames
      .encode({
        kind: 'output',
        processId: 'p',
        seq: 1,
        stream: 'pty',
        bytes: part,
      })
      .toString(),
  ).toContain('"chunk":"aGk="');
});

test.each([
  ['a string for a small chunk', 1024, 'string'],
  ['a buffer for a large one', 4096, 'object'],
])('OutputNotificationEncoder returns %s', (_case, size, type) => {
  const encoded = frames.encode(output(7, size));

  expect(typeof encoded).toBe(type);
  expect(JSON.parse(encoded.toString()).params).toEqual({
    processId: 'p',
    seq: 7,
    stream: 'stdout',
    chunk: Buffer.alloc(size, 7).toString('base64'),
  });
});

test('OutputNotificationEncoder reuses a released buffer for a full chunk', () => {
  const first = frames.encode(output(1, 64 * 1024)) as Buffer;
  frames.release(first);
  const second = frames.encode(output(2, 64 * 1024)) as Buffer;
  const third = frames.encode(output(3, 64 * 1024)) as Buffer;

  expect(second.buffer).toBe(first.buffer);
  expect(third.buffer).not.toBe(first.buffer);
  expect(JSON.parse(second.toString()).params).toMatchObject({ seq: 2 });
});

const output = (seq: number, size: number): OutputEvent => ({
  kind: 'output',
  processId: 'p',
  seq,
  stream: 'stdout',
  bytes: new Uint8Array(size).fill(seq),
});
