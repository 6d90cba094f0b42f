import { describe, expect, test } from '@jest/globals';
import { bytesOf, parseMessage, requestMessage } from '../../../src/client/connection/messages.js';

const CONTENT = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

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
    'that is cut short is no message: %s',
    (text) => {
      expect(() => parseMessage(Buffer.from(text))).toThrow(SyntaxError);
    },
  );
});

describe('a request', () => {
  const long = 'A'.repeat(100_000);

  test.each<[string, unknown]>([
    ['without params', undefined],
    ['with null', null],
    ['with short content', { handleId: 'h', chunk: 'AAAA' }],
    ['with long content', { chunk: long, handleId: '"\\é', offset: 5 }],
    ['with a long file', { path: 'file:///f', dataBase64: long, sandbox: { type: 'x' } }],
    ['with content that is no text', { chunk: 5, dataBase64: [] }],
  ])('%s has what it was made of', (_, params) => {
    const content = { method: 'fs/writeBlock', params };

    expect(JSON.parse(requestMessage(3, content).toString())).toEqual(
      JSON.parse(JSON.stringify({ id: 3, ...content })),
    );
  });

  test.each(['AAAA', long])('has its trace beside the params', (chunk) => {
    const trace = { traceparent: '00-1-2-01' };
    const content = { method: 'fs/writeBlock', params: { chunk }, trace };

    expect(JSON.parse(requestMessage(3, content).toString())).toEqual({ id: 3, ...content });
  });
});
