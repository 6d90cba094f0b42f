import { expect, test } from '@jest/globals';
import {
  frameMessage,
  MessageReader,
} from '../../../../src/adapters/sandbox/files/framed-messages.js';

const MESSAGES = [
  { id: 1, bytes: new Uint8Array([0, 255, 10]), path: '/\udcff', offset: 2n ** 60n },
  undefined,
  'x'.repeat(100_000),
  {},
];

const bytes = Buffer.concat(MESSAGES.flatMap((message) => [...frameMessage(message)]));

test.each([1, 2, 3, 4, 5, 7, 1000, 65_536, bytes.length])(
  'MessageReader joins messages that arrive %i bytes at a time',
  (length) => {
    const reader = new MessageReader();
    const read: unknown[] = [];
    for (let start = 0; start < bytes.length; start += length) {
      read.push(...reader.push(bytes.subarray(start, start + length)));
    }

    expect(read).toEqual(MESSAGES);
  },
);

test('MessageReader returns a message with its last byte, not before', () => {
  const reader = new MessageReader();
  const framed = Buffer.concat(frameMessage('whole'));

  expect(reader.push(framed.subarray(0, -1))).toEqual([]);
  expect(reader.push(framed.subarray(-1))).toEqual(['whole']);
  expect(reader.push(Buffer.alloc(0))).toEqual([]);
});
