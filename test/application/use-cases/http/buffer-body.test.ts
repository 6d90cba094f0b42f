import { expect, test } from '@jest/globals';
import { bufferBody } from '../../../../src/application/use-cases/http/buffer-body.js';
import { ExecServerError } from '../../../../src/domain/errors.js';

async function* body(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) {
      throw part;
    }
    yield Buffer.from(part);
  }
}

const ignore = (): void => undefined;

test('bufferBody joins 3000 parts in order', async () => {
  const parts = Array.from({ length: 3000 }, (_, index) => `${index},`);

  expect(Buffer.from(await bufferBody(body(...parts), 100_000, ignore)).toString()).toBe(
    parts.join(''),
  );
});

test('bufferBody returns an empty body without parts', async () => {
  expect(await bufferBody(body(), 10, ignore)).toEqual(new Uint8Array());
});

test('bufferBody accepts a body of exactly the limit and rejects one byte more', async () => {
  expect(Buffer.from(await bufferBody(body('ab', 'cd'), 4, ignore)).toString()).toBe('abcd');
  await expect(bufferBody(body('ab', 'cde'), 4, ignore)).rejects.toThrow(
    'it exceeds the 4 bytes that fit a reply; use streamResponse',
  );
});

test('bufferBody reserves memory before it is used, at most the limit', async () => {
  let held = 0;
  await bufferBody(body('x'.repeat(5000), 'y'.repeat(5000)), 12_000, (bytes) => {
    held += bytes;
  });

  expect(held).toBe(12_000);
});

test('bufferBody stops reading when a reservation is refused', async () => {
  const source = body('a', 'b');
  const refusal = new ExecServerError('failed', 'no memory');
  const refuse = (): never => {
    throw refusal;
  };

  await expect(bufferBody(source, 10, refuse)).rejects.toBe(refusal);
  expect(await source.next()).toEqual({ done: true, value: undefined });
});

test('bufferBody reports an error while reading with the text of upstream, without its message', async () => {
  await expect(bufferBody(body('a', new Error('s3cr3t')), 10, ignore)).rejects.toMatchObject({
    code: 'failed',
    message: 'error decoding response body',
  });
});
