import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestText, UPGRADE_HEADERS, withHeader } from './request-text.js';
import { ask, type TestListener, testListener } from './test-listener.js';

let server: TestListener;
beforeAll(async () => {
  server = await testListener();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const FORBIDDEN = [403, ''];

describe('OriginGuard, with an Origin', () => {
  test.each([
    'Origin: http://evil.example',
    'Origin: http://127.0.0.1',
    'Origin: null',
    'Origin: ',
    'Origin:',
    'Origin: \t ',
    'ORIGIN: x',
    'origin: x',
    'oRiGiN:x',
    'Origin: a\r\nOrigin: b',
    'Origin:\r\norigin:',
  ])('forbids the value %j', async (origin) => {
    for (const headers of [
      ['Host: 127.0.0.1', origin],
      [origin, ...UPGRADE_HEADERS],
    ]) {
      expect(await ask(server.port, requestText('GET /', headers))).toEqual(FORBIDDEN);
      expect(await ask(server.port, requestText('GET /readyz', headers))).toEqual(FORBIDDEN);
    }
  });

  test.each([
    'GET /',
    'GET /readyz',
    'HEAD /readyz',
    'POST /readyz',
    'GET /nowhere',
    'POST /nowhere',
    'PUT /',
    'OPTIONS /',
    'OPTIONS *',
    'DELETE /readyz?a',
    'PATCH /',
    'TRACE /',
    'CONNECT example.com:443',
    'CONNECT /',
    'GET http://example.com/readyz',
  ])('forbids a request for %s, as an upgrade too', async (line) => {
    const origin = 'Origin: http://evil.example';
    expect(await ask(server.port, requestText(line, ['Host: 127.0.0.1', origin]))).toEqual(
      FORBIDDEN,
    );
    expect(await ask(server.port, requestText(line, [...UPGRADE_HEADERS, origin]))).toEqual(
      FORBIDDEN,
    );
  });

  test.each(['100-continue', 'nonsense'])(
    'forbids a request before its Expect: %s is handled',
    async (expectation) => {
      for (const line of ['POST /readyz', 'GET /', 'POST /nowhere']) {
        const headers = [
          'Host: 127.0.0.1',
          'Origin: x',
          `Expect: ${expectation}`,
          'Content-Length: 0',
        ];
        expect(await ask(server.port, requestText(line, headers))).toEqual(FORBIDDEN);
      }
    },
  );

  test('forbids a request before its body arrives', async () => {
    const headers = ['Host: 127.0.0.1', 'Origin: x', 'Content-Length: 1000000'];
    expect(await ask(server.port, requestText('POST /', headers))).toEqual(FORBIDDEN);
  });

  test('forbids a request without a Host', async () => {
    expect(await ask(server.port, requestText('GET /readyz', ['Origin: x']))).toEqual(FORBIDDEN);
  });

  test('forbids a request over HTTP/1.0', async () => {
    for (const headers of [['Origin: x'], [...UPGRADE_HEADERS, 'Origin: x']]) {
      const text = requestText('GET /', headers).replace('HTTP/1.1', 'HTTP/1.0');
      expect(await ask(server.port, text)).toEqual(FORBIDDEN);
    }
  });

  test('forbids a request after 900, 1100 or 3000 other headers', async () => {
    for (const count of [900, 1100, 3000]) {
      const headers = [...Array<string>(count).fill('a: b'), ...UPGRADE_HEADERS, 'Origin: x'];
      expect(await ask(server.port, requestText('GET /', headers))).toEqual(FORBIDDEN);
    }
  });

  test('forbids a request that has further errors', async () => {
    const headers = withHeader(UPGRADE_HEADERS, 'Sec-WebSocket-Key');
    expect(await ask(server.port, requestText('POST /', [...headers, 'Origin: x']))).toEqual(
      FORBIDDEN,
    );
  });
});

describe('OriginGuard, without an Origin', () => {
  test.each([
    'X-Origin: x',
    'Origins: x',
    'Referer: http://evil.example',
    'Sec-WebSocket-Origin: x',
  ])('lets a request pass that has %s', async (header) => {
    expect(await ask(server.port, requestText('GET /readyz', ['Host: 127.0.0.1', header]))).toEqual(
      [200, ''],
    );
  });

  test('lets a request pass that has an Origin in its body', async () => {
    const request = `${requestText('POST /readyz', ['Host: 127.0.0.1', 'Content-Length: 9'])}Origin: x`;
    expect(await ask(server.port, request)).toEqual([405, '']);
  });
});
