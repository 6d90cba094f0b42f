import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeUtf8Message } from '../../../../src/adapters/json-rpc/envelope/extract-base64.js';
import { anyText } from '../any-text.js';

test('decodeUtf8Message returns any encoded text', () => {
  fc.assert(
    fc.property(anyText(20), (text) => {
      const sent = Buffer.from(text);
      expect(decodeUtf8Message(sent)).toBe(sent.toString('utf8'));
    }),
  );
});

test('decodeUtf8Message throws SyntaxError for bytes that are not UTF-8', () => {
  expect(() => decodeUtf8Message(Buffer.of(0x61, 0xff))).toThrow(SyntaxError);
});
