import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8Message } from '../../../../src/adapters/json-rpc/envelope/decode-message.js';
import { anyText } from '../any-text.js';

test('a text that was sent comes out as it was', () => {
  fc.assert(
    fc.property(anyText(20), (text) => {
      const sent = Buffer.from(text);
      expect(decodeUtf8Message(sent)).toBe(sent.toString('utf8'));
    }),
  );
});

test('what is not UTF-8 is no text', () => {
  expect(() => decodeUtf8Message(Buffer.of(0x61, 0xff))).toThrow(SyntaxError);
});
