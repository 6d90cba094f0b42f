import { describe, expect, test } from '@jest/globals';
import {
  HttpHeaderParams,
  HttpRequestParams,
} from '../../../../../src/adapters/json-rpc/params/http/http-request-params.js';
import { describeParams } from '../describe-params.js';
import { readParams } from '../read-params.js';

const VALID = {
  method: 'GET',
  url: 'http://a/',
  headers: [{ name: 'x', value: 'y', valueEnvVar: null }],
  bodyBase64: 'aGk=',
  timeoutMs: 5,
  redirectPolicy: 'stop',
  requestId: 'r',
  streamResponse: true,
};

describeParams(HttpRequestParams, VALID, [
  { name: 'method', presence: 'required', kind: 'text', right: [''] },
  { name: 'url', presence: 'required', kind: 'text', right: [''] },
  { name: 'headers', presence: 'optional', kind: 'list', right: [[]] },
  { name: 'bodyBase64', presence: 'nullable', kind: 'text', right: [''] },
  {
    name: 'timeoutMs',
    presence: 'nullable',
    kind: 'number',
    wrong: [-1, 1.5, 1e300],
    right: [0, Number.MAX_SAFE_INTEGER],
  },
  {
    name: 'redirectPolicy',
    presence: 'optional',
    kind: 'text',
    wrong: ['', 'Follow'],
    right: ['follow'],
  },
  { name: 'requestId', presence: 'required', kind: 'text', right: [''] },
  { name: 'streamResponse', presence: 'optional', kind: 'flag', right: [false] },
]);

describeParams(HttpHeaderParams, { name: 'x', value: 'y', valueEnvVar: 'V' }, [
  { name: 'name', presence: 'required', kind: 'text', right: [''] },
  { name: 'value', presence: 'required', kind: 'text', right: [''] },
  { name: 'valueEnvVar', presence: 'nullable', kind: 'text', right: [''] },
]);

const command = (params: object) => readParams(HttpRequestParams, params).toCommand();

describe('http/request command', () => {
  test('carries the given params', () => {
    expect(command(VALID)).toEqual({
      method: 'GET',
      url: 'http://a/',
      headers: [{ name: 'x', value: 'y', valueEnvVar: undefined }],
      body: Buffer.from('hi'),
      timeoutMs: 5,
      followRedirects: false,
      requestId: 'r',
      streamResponse: true,
    });
  });

  test('has the defaults of the wire protocol', () => {
    expect(command({ method: 'GET', url: 'http://a/', requestId: 'r' })).toMatchObject({
      headers: [],
      body: Buffer.alloc(0),
      timeoutMs: undefined,
      followRedirects: true,
      streamResponse: false,
    });
  });

  test.each([
    [[null], 'invalid type: null, expected struct HttpHeaderParams'],
    [['x'], 'invalid type: string, expected struct HttpHeaderParams'],
    [[{ name: 'x' }], 'missing field `value`'],
    [
      [{ name: 'x', value: 's3cr3t', valueEnvVar: 5 }],
      'invalid type: number, expected a string in field `valueEnvVar`',
    ],
  ])('rejects the headers %j', (headers, message) => {
    expect(() => command({ ...VALID, headers })).toThrow(new Error(message));
  });

  test('rejects a body that is not base64', () => {
    expect(() => command({ ...VALID, bodyBase64: 'a' })).toThrow(
      'field `bodyBase64` must be standard padded base64',
    );
  });
});
