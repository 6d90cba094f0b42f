import { describe, expect, test } from '@jest/globals';
import { UndecodedBase64 } from '../../../../src/adapters/json-rpc/encoding/base64.js';
import { type Message, readMessage } from '../../../../src/adapters/json-rpc/envelope/message.js';

const LONG = 'QUJD'.repeat(20_000);

const read = (text: string): Message => readMessage(Buffer.from(text));
const request = (params: string): string => `{"id":1,"method":"x","params":${params}}`;

const paramsOf = (text: string): Record<string, unknown> => {
  const message = read(text);
  if (message.kind !== 'request') {
    throw new Error(`read as ${JSON.stringify(message)}`);
  }
  return message.params as Record<string, unknown>;
};

describe('Long chunk', () => {
  test.each([
    ['alone', '{"chunk":"LONG"}', {}],
    ['between others', '{"a":[1,{"b":"\\"chunk\\":"}],"chunk":"LONG","z":"}"}', { z: '}' }],
    ['after text that is not ASCII', '{"é😀":"é","chunk":"LONG"}', { 'é😀': 'é' }],
    ['before an offset', '{"chunk":"LONG","offset":9007199254740993}', { offset: 2n ** 53n + 1n }],
  ])('stays undecoded: %s', (_, text, others) => {
    const { chunk, ...rest } = paramsOf(request(text.replace('LONG', LONG)));
    expect(chunk).toBeInstanceOf(UndecodedBase64);
    expect((chunk as UndecodedBase64).bytes.toString()).toBe(LONG);
    expect(rest).toMatchObject(others);
  });

  test('stays undecoded: the content of a file', () => {
    const { path, dataBase64 } = paramsOf(request(`{"path":"file:///a","dataBase64":"${LONG}"}`));
    expect(path).toBe('file:///a');
    expect((dataBase64 as UndecodedBase64).bytes.toString()).toBe(LONG);
  });

  test.each([
    ['not among the params', `{"id":1,"method":"x","params":{"a":1},"chunk":"${LONG}"}`],
    ['deeper than the params', request(`{"a":{"chunk":"${LONG}"}}`)],
    ['under another name', request(`{"data":"${LONG}"}`)],
    ['under a name that ends in chunk', request(`{"a\\"chunk":"${LONG}"}`)],
    ['with an escape in it', request(`{"chunk":"${LONG}\\n"}`)],
    ['after a space', request(`{"chunk": "${LONG}"}`)],
    ['after a shorter one', request(`{"a":{"chunk":"QUJD"},"chunk":"${LONG}"}`)],
    ['behind 32 KiB of others', request(`{"a":"${LONG}","chunk":"${LONG}"}`)],
    ['short', request('{"chunk":"QUJD"}')],
  ])('is decoded with the rest when it is %s', (_, text) => {
    expect(read(text)).toEqual(readMessage(text));
  });

  test.each([
    ['a second chunk', request(`{"chunk":"${LONG}","chunk":""}`)],
    ['no end of the message', request(`{"chunk":"${LONG}"`).slice(0, -1)],
    ['no end of the chunk', request(`{"chunk":"${LONG}`).slice(0, -1)],
    ['text after the chunk', request(`{"chunk":"${LONG}"x}`)],
  ])('does not hide an error: %s', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'malformed' });
  });

  test('does not hide bytes around it that are not UTF-8', () => {
    const message = Buffer.from(request(`{"a":"\xff","chunk":"${LONG}"}`), 'latin1');
    expect(readMessage(message)).toMatchObject({ kind: 'malformed' });
  });
});
