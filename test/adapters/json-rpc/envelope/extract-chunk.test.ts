import { describe, expect, test } from '@jest/globals';
import { UndecodedBase64 } from '../../../../src/adapters/json-rpc/encoding/base64-text.js';
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

describe('A long chunk', () => {
  test.each([
    ['alone', '{"chunk":"LONG"}', {}],
    ['between others', '{"a":[1,{"b":"\\"chunk\\":"}],"chunk":"LONG","z":"}"}', { z: '}' }],
    ['behind text that is not ASCII', '{"é😀":"é","chunk":"LONG"}', { 'é😀': 'é' }],
    ['before an offset', '{"chunk":"LONG","offset":9007199254740993}', { offset: 2n ** 53n + 1n }],
  ])('is left in its bytes: %s', (_, text, others) => {
    const { chunk, ...rest } = paramsOf(request(text.replace('LONG', LONG)));
    expect(chunk).toBeInstanceOf(UndecodedBase64);
    expect((chunk as UndecodedBase64).bytes.toString()).toBe(LONG);
    expect(rest).toMatchObject(others);
  });

  test.each([
    ['not among the params', `{"id":1,"method":"x","params":{"a":1},"chunk":"${LONG}"}`],
    ['deeper than the params', request(`{"a":{"chunk":"${LONG}"}}`)],
    ['by another name', request(`{"data":"${LONG}"}`)],
    ['by a name that ends so', request(`{"a\\"chunk":"${LONG}"}`)],
    ['with an escape in it', request(`{"chunk":"${LONG}\\n"}`)],
    ['with space before it', request(`{"chunk": "${LONG}"}`)],
    ['behind a shorter one', request(`{"a":{"chunk":"QUJD"},"chunk":"${LONG}"}`)],
    ['too short for that', request('{"chunk":"QUJD"}')],
  ])('is read with the rest when it is %s', (_, text) => {
    expect(read(text)).toEqual(readMessage(text));
  });

  test.each([
    ['it comes twice', request(`{"chunk":"${LONG}","chunk":""}`)],
    ['the message has no end', request(`{"chunk":"${LONG}"`).slice(0, -1)],
    ['it has no end itself', request(`{"chunk":"${LONG}`).slice(0, -1)],
    ['something stands behind it', request(`{"chunk":"${LONG}"x}`)],
  ])('does not hide that %s', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'malformed' });
  });

  test('does not hide what is not UTF-8 around it', () => {
    const message = Buffer.from(request(`{"a":"\xff","chunk":"${LONG}"}`), 'latin1');
    expect(readMessage(message)).toMatchObject({ kind: 'malformed' });
  });
});
