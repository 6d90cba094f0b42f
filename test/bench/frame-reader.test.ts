import { expect, test } from '@jest/globals';
// @ts-expect-error: plain JavaScript, without types
import { FrameReader } from '../../bench/client/frames.mjs';

const TEXT = 1;
const CONTINUATION = 0;
const PING = 9;
const FINAL = 0x80;

const frame = (opcode: number, payload: string, isFinal = true): Buffer => {
  const { length } = payload;
  const head =
    length < 126
      ? [length]
      : length < 65_536
        ? [126, length >> 8, length & 255]
        : [127, 0, 0, 0, 0, 0, length >> 16, (length >> 8) & 255, length & 255];
  return Buffer.concat([
    Buffer.from([(isFinal ? FINAL : 0) | opcode, ...head]),
    Buffer.from(payload),
  ]);
};

const read = (bytes: Buffer, chunkBytes: number) => {
  const messages: { text: string; length: number }[] = [];
  const pings: string[] = [];
  const reader = new FrameReader(
    (from: Buffer, start: number, end: number, length: number) =>
      messages.push({ text: from.toString('latin1', start, end), length }),
    (payload: Buffer) => pings.push(payload.toString()),
  );
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    reader.receive(bytes.subarray(at, at + chunkBytes));
  }
  return { messages, pings };
};

const MEDIUM = 'm'.repeat(300);
const BYTES = Buffer.concat([
  frame(TEXT, 'short'),
  frame(PING, '1'),
  frame(TEXT, MEDIUM),
  frame(TEXT, ''),
]);

test.each([1, 2, 3, 7, 100, BYTES.length])(
  'FrameReader finds messages and pings in reads of %i bytes',
  (chunkBytes) => {
    const { messages, pings } = read(BYTES, chunkBytes);
    expect(messages).toEqual(['short', MEDIUM, ''].map((text) => ({ text, length: text.length })));
    expect(pings).toEqual(['1']);
  },
);

test('FrameReader keeps head, tail and length of a long message that comes in pieces', () => {
  const payload = `head${'.'.repeat(100_000)}tail`;
  const { messages } = read(Buffer.concat([frame(TEXT, payload), frame(TEXT, 'next')]), 1000);
  expect(messages.map(({ length }) => length)).toEqual([payload.length, 4]);
  expect(messages[0]?.text).toMatch(/^head\.+tail$/);
});

test.each([1, 11, 100, 520, 1000])(
  'FrameReader keeps 512 bytes of a long message of which so few come at a time: %i',
  (chunkBytes) => {
    const head = Array.from({ length: 512 }, (_, index) => 'abcdefg'[index % 7]).join('');
    const payload = `${head}${'.'.repeat(20_000)}`;
    const { messages } = read(frame(TEXT, payload), chunkBytes);
    expect(messages).toEqual([{ text: `${head}${'.'.repeat(128)}`, length: payload.length }]);
  },
);

test('FrameReader joins the frames of a message around a ping', () => {
  const bytes = Buffer.concat([
    frame(TEXT, 'one ', false),
    frame(PING, 'p'),
    frame(CONTINUATION, 'two ', false),
    frame(CONTINUATION, 'three'),
  ]);
  const { messages, pings } = read(bytes, 3);
  expect(messages.map(({ length }) => length)).toEqual(['one two three'.length]);
  expect(messages[0]?.text).toMatch(/^one .*three$/);
  expect(pings).toEqual(['p']);
});
