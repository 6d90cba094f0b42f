import { expect, test } from '@jest/globals';
import { textFrame } from '../../../src/adapters/websocket/text-frame.js';

test.each([
  [0, [0x81, 0]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [4096, [0x81, 126, 0x10, 0]],
])('textFrame puts the header of RFC 6455 before %d bytes', (length, header) => {
  const message = 'x'.repeat(length);

  expect(Buffer.from(textFrame(message) ?? '', 'latin1')).toEqual(
    Buffer.concat([Buffer.from(header), Buffer.from(message)]),
  );
});

test.each([['x'.repeat(4097)], ['é'], ['\u20ac'], ['\ud83d\ude00'], ['\ud800']])(
  'textFrame leaves a message to ws that is long or not ASCII',
  (message) => {
    expect(textFrame(message)).toBeUndefined();
  },
);
