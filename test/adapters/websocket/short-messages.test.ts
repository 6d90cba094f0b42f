import { EventEmitter } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { WebSocket } from 'ws';
import { emitShortMessages } from '../../../src/adapters/websocket/short-messages.js';
import { clientFrame, OPCODE } from './frames.js';

/** What is emitted, and what is left for `ws`. */
const emitted = (bytes: Buffer, closesAfter = Number.POSITIVE_INFINITY): [string[], Buffer] => {
  const websocket = Object.assign(new EventEmitter(), { OPEN: 1, readyState: 1 });
  const messages: string[] = [];
  websocket.on('message', (text) => {
    messages.push(text);
    if (messages.length === closesAfter) {
      websocket.readyState = 2;
    }
  });
  const rest = emitShortMessages(websocket as unknown as WebSocket, bytes);
  return [messages, rest];
};

describe('emitShortMessages', () => {
  test('emits whole ASCII messages of up to 512 bytes', () => {
    const anyText = fc.string({ maxLength: 512, size: 'max', unit: 'binary-ascii' });
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const bytes = Buffer.concat(texts.map((text) => clientFrame(text)));
        expect(emitted(bytes)).toEqual([texts, Buffer.alloc(0)]);
      }),
    );
  });

  test.each<[string, Buffer]>([
    ['a message of 513 bytes', clientFrame('x'.repeat(513))],
    ['a message of 65,536 bytes', clientFrame('x'.repeat(65_536))],
    ['a length in more bytes than it takes', Buffer.from('81fe000200000000' + '7b7d', 'hex')],
    ['a message that is not ASCII', clientFrame('"é"')],
    ['a binary message', clientFrame('{}', { opcode: OPCODE.binary })],
    ['the first part of a message', clientFrame('{}', { fin: false })],
    ['a ping', clientFrame('{}', { opcode: OPCODE.ping })],
    ['an unmasked frame', clientFrame('{}', { masked: false })],
    ['a frame with a reserved bit', clientFrame('{}', { rsv: 4 })],
    ['an incomplete frame', clientFrame('{}').subarray(0, -1)],
    ['an incomplete frame of 126 bytes', clientFrame('x'.repeat(126)).subarray(0, -1)],
    ['an incomplete header', clientFrame('{}').subarray(0, 1)],
    ['an incomplete length', clientFrame('x'.repeat(126)).subarray(0, 3)],
  ])('leaves %s to ws, with all that follows', (_, frame) => {
    const left = Buffer.concat([frame, clientFrame('later')]);
    const [messages, rest] = emitted(Buffer.concat([clientFrame('first'), left]));
    expect(messages).toEqual(['first']);
    expect(rest).toEqual(left);
  });

  test.each([0, 125, 126, 127, 128, 511, 512])('emits a message of %d bytes', (length) => {
    const text = 'x'.repeat(length);
    expect(emitted(Buffer.concat([clientFrame(text), clientFrame('{}')]))).toEqual([
      [text, '{}'],
      Buffer.alloc(0),
    ]);
  });

  test('leaves what follows the end of the WebSocket to ws', () => {
    const frames = ['first', 'second'].map((text) => clientFrame(text));
    expect(emitted(Buffer.concat(frames), 1)).toEqual([['first'], frames[1]]);
  });
});
