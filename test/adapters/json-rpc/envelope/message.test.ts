import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readMessage } from '../../../../src/adapters/json-rpc/envelope/message.js';
import { propertyRuns } from '../../../properties/property-runs.js';
import { anyText } from '../any-text.js';

const anyMessage = fc.oneof(
  anyText(),
  fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0061-1.eE \n'), maxLength: 60 }),
);

describe('readMessage', () => {
  test('does not throw for any text', () => {
    fc.assert(
      fc.property(anyMessage, (text) => {
        const { kind } = readMessage(text);
        return ['request', 'notification', 'response', 'malformed'].includes(kind);
      }),
      propertyRuns(2000),
    );
  });

  test('does not throw for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(readMessage(Buffer.from(bytes)).kind).toBeDefined();
      }),
    );
  });

  test('keeps every 64-bit integer id', () => {
    const anyId = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(anyId, (id) => {
        expect(readMessage(`{"method":"x","id":${id}}`)).toMatchObject({ id: String(id) });
      }),
    );
  });

  test('keeps every text id', () => {
    fc.assert(
      fc.property(anyText(), (id) => {
        const message = readMessage(JSON.stringify({ id, method: 'x' }));
        expect(message.kind === 'request' && JSON.parse(message.id)).toBe(id);
      }),
    );
  });

  test('returns method and params unchanged', () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue({ maxDepth: 5 }), (method, params) => {
        const text = JSON.stringify({ id: 1, method, params });
        expect(readMessage(text)).toEqual({
          kind: 'request',
          id: '1',
          method,
          params: JSON.parse(text).params,
        });
        expect(readMessage(Buffer.from(text))).toEqual(readMessage(text));
      }),
    );
  });

  test('keeps a key named __proto__ as an own property', () => {
    const message = readMessage('{"id":1,"method":"x","params":{"__proto__":{"method":"y"}}}');
    const params = message.kind === 'request' ? Object(message.params) : {};
    expect(Object.getOwnPropertyNames(params)).toEqual(['__proto__']);
    expect(params.method).toBeUndefined();
  });

  test('ignores members of a prototype', () => {
    expect(readMessage('{"__proto__":{"id":1,"method":"x"}}')).toMatchObject({ kind: 'malformed' });
    expect(readMessage('{"id":1,"__proto__":{"method":"x"}}')).toMatchObject({ kind: 'malformed' });
  });

  test.each([
    ['{"offset":9007199254740993}', { offset: 9007199254740993n }],
    [
      '{"offset" : 18446744073709551616,"len":9007199254740993}',
      { offset: 2n ** 64n, len: 2 ** 53 },
    ],
    ['{"watchId":-9007199254740993}', { watchId: -9007199254740993n }],
    ['{"\\u006fffset":9007199254740993}', { offset: 9007199254740993n }],
    ['{"offset":9007199254740991,"watchId":0}', { offset: Number.MAX_SAFE_INTEGER, watchId: 0 }],
    ['{"offset":1e20}', { offset: 1e20 }],
    ['{"offset":"9007199254740993"}', { offset: '9007199254740993' }],
    ['{"a":{"offset":9007199254740993}}', { a: { offset: 2 ** 53 } }],
    ['[9007199254740993]', [2 ** 53]],
  ])('returns the params %s with exact 64-bit fields', (text, params) => {
    const more = '"trace":{"offset":9007199254740995}';
    for (const message of [`"params":${text},${more}`, `${more},"params":${text}`]) {
      expect(readMessage(`{"id":1,"method":"x",${message}}`)).toMatchObject({ params });
    }
  });

  test.each([
    ['[]', 'expected a JSON-RPC object'],
    ['{}', 'missing field `error`'],
    ['{"id":1,"error":{"code":1}}', 'missing field `message`'],
    ['{"id":1,"id":2,"method":"x"}', 'duplicate JSON object key `id`'],
    ['['.repeat(129), 'recursion limit exceeded'],
    ['{"id":1.5,"method":"x"}', 'id must be a string or a 64-bit integer'],
  ])('reports what is wrong with %s', (text, detail) => {
    expect(readMessage(text)).toEqual({
      kind: 'malformed',
      detail: expect.stringContaining(detail),
    });
  });
});
