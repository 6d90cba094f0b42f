import { describe, expect, test } from '@jest/globals';
import {
  type HttpHeaderInput,
  type OutgoingHeader,
  type OutgoingRequest,
  prepareRequest,
} from '../../../src/domain/http/http-message.js';

const SECRET = 's3cr3t';
const ENVIRONMENT = { TOKEN: SECRET, EMPTY: '', BROKEN: `${SECRET}\n`, TEXT: 'é' };

const header = (name: string, value: string, valueEnvVar?: string): HttpHeaderInput => ({
  name,
  value,
  valueEnvVar,
});

const prepare = (wording: {
  method?: string;
  url?: string;
  headers?: HttpHeaderInput[];
  body?: Uint8Array;
}): OutgoingRequest =>
  prepareRequest(
    { method: 'GET', url: 'http://a.test/', headers: [], body: undefined, ...wording },
    ENVIRONMENT,
  );

const pairs = (headers: readonly OutgoingHeader[]): string[] =>
  headers.map(({ name, value }) => `${name}: ${value}`);

describe('HTTP request method', () => {
  test.each(['GET', 'gEt', 'PROPFIND', "!#$%&'*+-.^_`|~09"])('%s is kept as it is', (method) => {
    expect(prepare({ method }).method).toBe(method);
  });

  test.each(['', 'GE T', 'É', 'GET\r\n', 'a:b', 'CONNECT'])('%j is rejected', (method) => {
    expect(() => prepare({ method })).toThrow('method is invalid: invalid HTTP method');
  });
});

describe('HTTP request headers', () => {
  test('keep their order and repetitions, with names in lower case', () => {
    const headers = [
      header('X-B', '1'),
      header('x-a', ' 2\t'),
      header('x-B', ''),
      header('Y', 'é'),
    ];

    expect(pairs(prepare({ headers }).headers)).toEqual(['x-b: 1', 'x-a:  2\t', 'x-b: ', 'y: é']);
  });

  test.each(['', 'a b', 'é', 'a:', 'a\n'])('reject the name %j', (name) => {
    expect(() => prepare({ headers: [header(name, SECRET)] })).toThrow(
      'header name is invalid: invalid HTTP header name',
    );
  });

  test.each(['\n', '\r', '\0', '\x1b', '\x7f'])(
    'reject a value with %j, without the value in the message',
    (character) => {
      expect(() => prepare({ headers: [header('X-Y', `${SECRET}${character}`)] })).toThrow(
        /^header value is invalid for X-Y: failed to parse header value$/,
      );
    },
  );

  test('append a variable of the server to a value and mark the header as secret', () => {
    const headers = [
      header('Authorization', 'Bearer ', 'TOKEN'),
      header('x', 'v', 'TEXT'),
      header('y', 'z'),
    ];

    expect(prepare({ headers }).headers).toEqual([
      { name: 'authorization', value: `Bearer ${SECRET}`, isSecret: true },
      { name: 'x', value: 'vé', isSecret: true },
      { name: 'y', value: 'z', isSecret: false },
    ]);
  });

  test.each([
    ['NOWHERE', 'header X-Y requires executor environment variable NOWHERE'],
    ['', 'header X-Y requires executor environment variable '],
    ['toString', 'header X-Y requires executor environment variable toString'],
    ['EMPTY', 'header X-Y requires a non-empty executor environment variable EMPTY'],
    ['BROKEN', 'header value is invalid for X-Y: failed to parse header value'],
  ])('reject the environment variable %j', (variable, message) => {
    expect(() => prepare({ headers: [header('X-Y', 'v', variable)] })).toThrow(new Error(message));
  });
});

describe('HTTP request user info', () => {
  const url = 'http://u:p@a.test/x#y';

  test('becomes the first header and is removed from the URL', () => {
    const request = prepare({ url, headers: [header('x', '1')] });

    expect(pairs(request.headers)).toEqual(['authorization: Basic dTpw', 'x: 1']);
    expect(request.url.href).toBe('http://a.test/x#y');
  });

  test('is dropped when the client sends an Authorization header', () => {
    const headers = [header('x', '1'), header('Authorization', 'mine')];

    expect(pairs(prepare({ url, headers }).headers)).toEqual(['x: 1', 'authorization: mine']);
  });
});

test('prepareRequest turns an empty body into none', () => {
  expect(prepare({ body: new Uint8Array() }).body).toBeUndefined();
  expect(prepare({ body: Buffer.from('x') }).body).toEqual(Buffer.from('x'));
});

test('prepareRequest checks the method before the URL, and the URL before the headers', () => {
  const wrong = { method: '', url: '', headers: [header('', '')] };

  expect(() => prepare(wrong)).toThrow(/method/);
  expect(() => prepare({ ...wrong, method: 'GET' })).toThrow(/url/);
});
