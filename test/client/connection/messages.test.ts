import { describe, expect, test } from '@jest/globals';
import { bytesOf, parseMessage, requestMessage } from '../../../src/client/connection/messages.js';

/** More than a piece, and no multiple of one. */
const CONTENT = Buffer.from(Array.from({ length: 150_001 }, (_, index) => index % 251));

describe('content of a file in an answer', () => {
  test.each([
    ['of fs/readBlock', { chunk: CONTENT.toString('base64'), eof: true }],
    ['of fs/readFile', { dataBase64: CONTENT.toString('base64') }],
    ['without bytes', { chunk: '', eof: true }],
  ])('%s is taken out as bytes, and the rest is parsed', (_, result) => {
    const received = parseMessage(Buffer.from(JSON.stringify({ id: 7, result })));

    const { chunk, dataBase64, ...rest } = result as { chunk?: string; dataBase64?: string };
    const bytes = expect.any(Buffer);
    expect(received).toEqual({
      kind: 'result',
      id: 7,
      result: { ...rest, ...(chunk === undefined ? { dataBase64: bytes } : { chunk: bytes }) },
    });
    const taken = Object.values((received as { result: object }).result)[0];
    expect(bytesOf(taken)).toEqual(bytesOf(chunk ?? dataBase64 ?? ''));
  });

  test('is parsed as any other answer where its members come in another order', () => {
    const result = { eof: true, chunk: CONTENT.toString('base64') };
    const received = parseMessage(Buffer.from(JSON.stringify({ id: 7, result })));

    expect(received).toEqual({ kind: 'result', id: 7, result });
    expect(bytesOf(result.chunk)).toEqual(CONTENT);
  });

  test.each(['{"id":1,"result":{"chunk":"AAAA', '{"id":1,"result":{"chunk":"AAAA"'])(
    'is no message when it is cut short: %s',
    (text) => {
      expect(() => parseMessage(Buffer.from(text))).toThrow(SyntaxError);
    },
  );
});

describe('a request', () => {
  /** More than a piece, and no multiple of one. */
  const long = Buffer.from(Array.from({ length: 100_001 }, (_, index) => index % 251));

  test.each<[string, unknown]>([
    ['without params', undefined],
    ['with null', null],
    ['with content as text', { handleId: 'h', chunk: 'AAAA' }],
    ['with content that is neither', { chunk: 5, dataBase64: [] }],
  ])('%s has what it was made of', (_, params) => {
    const content = { method: 'fs/writeBlock', params };

    expect(JSON.parse(requestMessage(3, content).toString())).toEqual(
      JSON.parse(JSON.stringify({ id: 3, ...content })),
    );
  });

  test.each([
    ['chunk', Buffer.from('x')],
    ['chunk', Buffer.alloc(0)],
    ['chunk', long],
    ['dataBase64', long],
    ['dataBase64', long.subarray(1, 2 * 48 * 1024 + 1)],
  ])('has the bytes of its %s as base64, beside the rest', (name, bytes) => {
    const params = { handleId: '"\\é', offset: 5, sandbox: { type: 'x' } };
    const trace = { traceparent: '00-1-2-01' };
    const content = { method: 'fs/writeBlock', params: { ...params, [name]: bytes }, trace };

    expect(JSON.parse(requestMessage(3, content).toString())).toEqual({
      id: 3,
      ...content,
      params: { ...params, [name]: bytes.toString('base64') },
    });
  });
});
