import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UndecodedBase64 } from '../../../../src/adapters/json-rpc/encoding/base64.js';
import { decodeContent } from '../../../../src/adapters/json-rpc/encoding/file-content-base64.js';

test('decodeContent round-trips any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(decodeContent(Buffer.from(bytes).toString('base64'))).toEqual(Buffer.from(bytes));
    }),
  );
});

// The messages of upstream.
test.each([
  ['e', 'Invalid input length: 1'],
  ['AAAAA', 'Invalid input length: 5'],
  ['eg', 'Invalid padding'],
  ['eg=', 'Invalid padding'],
  ['AAB', 'Invalid padding'],
  ['e===', 'Invalid symbol 61, offset 1.'],
  ['e=g=', 'Invalid symbol 61, offset 1.'],
  ['====', 'Invalid symbol 61, offset 0.'],
  ['eg==eg==', 'Invalid symbol 61, offset 2.'],
  ['AAAA=', 'Invalid symbol 61, offset 4.'],
  ['AAAA====', 'Invalid symbol 61, offset 4.'],
  ['AA=A', 'Invalid symbol 61, offset 2.'],
  ['AA=!', 'Invalid symbol 61, offset 2.'],
  ['e g=', 'Invalid symbol 32, offset 1.'],
  ['AAAAA!==', 'Invalid symbol 33, offset 5.'],
  ['A-_A', 'Invalid symbol 45, offset 1.'],
  ['é', 'Invalid symbol 195, offset 0.'],
  ['AB==', 'Invalid last symbol 66, offset 1.'],
  ['AAB=', 'Invalid last symbol 66, offset 2.'],
  ['AAAAAB==', 'Invalid last symbol 66, offset 5.'],
])('decodeContent rejects %j: %s', (text, fault) => {
  for (const base64 of [text, new UndecodedBase64(Buffer.from(text))]) {
    expect(() => decodeContent(base64)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        message: `fs/writeFile requires valid base64 dataBase64: ${fault}`,
      }),
    );
  }
});

test.each([0, 6, 32_767, 32_768, 65_541, 99_995, 99_998, 99_999])(
  'decodeContent finds the same fault at %d of a long text as in a string',
  (at) => {
    const valid = Buffer.alloc(75_000, 'q?').toString('base64');
    for (const symbol of ['!', '=', '-', 'é']) {
      const text = `${valid.slice(0, at)}${symbol}${valid.slice(at + Buffer.byteLength(symbol))}`;
      const expected = messageOf(() => decodeContent(text));
      expect(messageOf(() => decodeContent(new UndecodedBase64(Buffer.from(text))))).toBe(expected);
    }
  },
);

const messageOf = (decode: () => Buffer): string | undefined => {
  try {
    decode();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};
