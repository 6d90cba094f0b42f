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
