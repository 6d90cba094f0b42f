import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestText, UPGRADE_HEADERS, withHeader } from './request-text.js';
import { ACCEPTED, ask, type TestListener, testListener } from './test-listener.js';

let server: TestListener;
beforeAll(async () => {
  server = await testListener();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

test.each([
  ['POST /readyz', ['Host: 127.0.0.1'], 405, 'GET,HEAD'],
  ['POST /readyz', ['Host: 127.0.0.1', 'Origin: http://a'], 403, 'GET,HEAD'],
  ['GET /readyz', ['Host: 127.0.0.1', 'Origin: http://a'], 403, undefined],
  ['POST /', ['Host: 127.0.0.1', 'Origin: http://a'], 403, undefined],
])('%s with %j is refused with %d and the methods %s', async (line, headers, status, allow) => {
  await using client = await server.connect();
  client.send(requestText(line, headers));
  const response = await client.response();
  expect([response.status, response.headers.allow]).toEqual([status, allow]);
});

describe('HTTP routes', () => {
  test.each<[string, number]>([
    ['GET /readyz', 200],
    ['HEAD /readyz', 200],
    ['GET /readyz?', 200],
    ['GET /readyz?a=b&c', 200],
    ['HEAD /readyz?a=/', 200],
    ['GET http://127.0.0.1/readyz', 200],
    ['GET HTTPS://localhost:80/readyz?a', 200],
    ['POST /readyz', 405],
    ['PUT /readyz', 405],
    ['DELETE /readyz', 405],
    ['OPTIONS /readyz', 405],
    ['GET /readyz/', 404],
    ['GET //readyz', 404],
    ['GET /READYZ', 404],
    ['GET /%72eadyz', 404],
    ['GET /readyz/x', 404],
    ['GET /x', 404],
    ['POST /x', 404],
    ['GET /x?/readyz', 404],
    ['GET /../readyz', 404],
    ['GET http://127.0.0.1/x', 404],
    ['GET ftp://127.0.0.1/readyz', 404],
    ['OPTIONS *', 404],
    ['CONNECT 127.0.0.1:443', 404],
  ])('answer %s with %d and an empty body', async (requestLine, status) => {
    expect(await ask(server.port, requestText(requestLine, ['Host: 127.0.0.1']))).toEqual([
      status,
      '',
    ]);
  });

  test('name the methods that /readyz allows', async () => {
    await using client = await server.connect();
    client.send(requestText('POST /readyz', ['Host: 127.0.0.1']));
    expect((await client.response()).headers.allow).toBe('GET,HEAD');
  });

  test.each(['GET /x', 'GET /readyz/', 'POST /x'])(
    'answer %s with 404 as an upgrade too',
    async (line) => {
      expect(await ask(server.port, requestText(line, UPGRADE_HEADERS))).toEqual([404, '']);
    },
  );

  test('answer /readyz with 200 for an upgrade to h2c', async () => {
    const headers = ['Host: 127.0.0.1', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c'];
    expect(await ask(server.port, requestText('GET /readyz', headers))).toEqual([200, '']);
  });

  test('answer /readyz without a Host', async () => {
    expect(await ask(server.port, requestText('GET /readyz', []))).toEqual([200, '']);
  });

  test.each([
    'GET /',
    'GET /?a=b',
    'GET http://127.0.0.1',
    'GET http://localhost/',
    'GET http://[::1]?a',
  ])('open a WebSocket for %s', async (line) => {
    expect(await ask(server.port, requestText(line, UPGRADE_HEADERS))).toEqual([
      ACCEPTED.status,
      ACCEPTED.body,
    ]);
  });
});

const METHOD = 'Request method must be `GET`';
const CONNECTION = "Connection header did not include 'upgrade'";
const UPGRADE = "`Upgrade` header did not include 'websocket'";
const VERSION = "`Sec-WebSocket-Version` header did not include '13'";
const KEY = '`Sec-WebSocket-Key` header missing';

const without = (...names: string[]): string[] =>
  names.reduce<string[]>((headers, name) => withHeader(headers, name), [...UPGRADE_HEADERS]);

describe('WebSocket upgrade', () => {
  test.each<[fault: string, line: string, headers: string[], status: number, body: string]>([
    ['another method', 'POST /', [...UPGRADE_HEADERS], 405, METHOD],
    ['every fault at once', 'PUT /', ['Host: 127.0.0.1'], 405, METHOD],
    ['no headers at all', 'GET /', ['Host: 127.0.0.1'], 400, CONNECTION],
    ['no Connection', 'GET /', without('Connection'), 400, CONNECTION],
    [
      'Connection and version',
      'GET /',
      without('Connection', 'Sec-WebSocket-Version'),
      400,
      CONNECTION,
    ],
    [
      'Connection: close',
      'GET /',
      withHeader(UPGRADE_HEADERS, 'Connection', 'close'),
      400,
      CONNECTION,
    ],
    [
      'Connection: upgraded',
      'GET /',
      withHeader(UPGRADE_HEADERS, 'Connection', 'upgraded'),
      400,
      CONNECTION,
    ],
    ['no Upgrade', 'GET /', without('Upgrade'), 400, UPGRADE],
    [
      'Upgrade, version and key',
      'GET /',
      without('Upgrade', 'Sec-WebSocket-Version', 'Sec-WebSocket-Key'),
      400,
      UPGRADE,
    ],
    ['Upgrade: h2c', 'GET /', withHeader(UPGRADE_HEADERS, 'Upgrade', 'h2c'), 400, UPGRADE],
    [
      'Upgrade to more than one',
      'GET /',
      withHeader(UPGRADE_HEADERS, 'Upgrade', 'h2c, websocket'),
      400,
      UPGRADE,
    ],
    ['no version', 'GET /', without('Sec-WebSocket-Version'), 400, VERSION],
    [
      'version and key',
      'GET /',
      without('Sec-WebSocket-Version', 'Sec-WebSocket-Key'),
      400,
      VERSION,
    ],
    ['version 8', 'GET /', withHeader(UPGRADE_HEADERS, 'Sec-WebSocket-Version', '8'), 400, VERSION],
    [
      'version 13.0',
      'GET /',
      withHeader(UPGRADE_HEADERS, 'Sec-WebSocket-Version', '13.0'),
      400,
      VERSION,
    ],
    ['no key', 'GET /', without('Sec-WebSocket-Key'), 400, KEY],
  ])('is refused for %s', async (_, line, headers, status, body) => {
    expect(await ask(server.port, requestText(line, headers))).toEqual([status, body]);
  });

  test.each<[string, string[]]>([
    [
      'any case',
      [
        'Host: 127.0.0.1',
        'cOnNeCtIoN: uPgRaDe',
        'UPGRADE: WebSocket',
        'sec-websocket-version: 13',
        'SEC-WEBSOCKET-KEY: dGhlIHNhbXBsZSBub25jZQ==',
      ],
    ],
    [
      'other connection options',
      withHeader(UPGRADE_HEADERS, 'Connection', 'keep-alive , Upgrade,x'),
    ],
    ['no Host', without('Host')],
  ])('is accepted with %s', async (_, headers) => {
    expect(await ask(server.port, requestText('GET /', headers))).toEqual([
      ACCEPTED.status,
      ACCEPTED.body,
    ]);
  });

  test('is refused over HTTP/1.0 after all other checks', async () => {
    const over10 = (headers: readonly string[]): string =>
      requestText('GET /', headers).replace('HTTP/1.1', 'HTTP/1.0');
    expect(await ask(server.port, over10(without('Sec-WebSocket-Key')))).toEqual([400, KEY]);
    expect(await ask(server.port, over10(UPGRADE_HEADERS))).toEqual([
      426,
      "WebSocket request couldn't be upgraded since no upgrade state was present",
    ]);
  });

  test('is refused with a text/plain body', async () => {
    await using client = await server.connect();
    client.send(requestText('GET /', without('Sec-WebSocket-Key')));
    expect((await client.response()).headers['content-type']).toBe('text/plain; charset=utf-8');
  });
});
