import { Transform } from 'node:stream';
import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import {
  type Decoder,
  runDecoder,
} from '../../../../src/adapters/http-client/decoding/run-decoder.js';

/** Passes its input on, and fails at the text `broken`. */
const decoder = (): Decoder => {
  let bytesWritten = 0;
  const transform = new Transform({
    transform: (chunk: Buffer, _, callback) => {
      bytesWritten += chunk.length;
      callback(String(chunk) === 'broken' ? new Error('broken data') : null, chunk);
    },
  });
  return Object.defineProperty(transform, 'bytesWritten', { get: () => bytesWritten }) as Decoder;
};

test('runDecoder yields what was decoded before an error, however late it is read', async () => {
  const inputs = ['first', 'second', 'broken'].map((text) => Buffer.from(text));
  const parts = runDecoder(
    decoder(),
    async () => inputs.shift() ?? Buffer.alloc(0),
    () => undefined,
  );
  expect(String((await parts.next()).value)).toBe('first');
  // Whatever can happen without a reader happens.
  for (let tick = 0; tick < 10; tick += 1) {
    await nextTick();
  }
  expect(inputs.map(String)).toEqual(['broken']);
  expect(String((await parts.next()).value)).toBe('second');
  await expect(parts.next()).rejects.toThrow('broken data');
});
