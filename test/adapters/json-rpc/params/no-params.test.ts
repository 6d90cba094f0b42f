import { expect, test } from '@jest/globals';
import { InvalidParams } from '../../../../src/adapters/json-rpc/encoding/invalid-params.js';
import { readNoParams } from '../../../../src/adapters/json-rpc/params/read-params.js';

test.each([null, {}])('readNoParams accepts %j', (params) => {
  expect(() => readNoParams(params)).not.toThrow();
});

test.each([[[]], [{ a: 1 }], [''], [0], [false]])('readNoParams rejects %j', (params) => {
  expect(() => readNoParams(params)).toThrow(InvalidParams);
});
