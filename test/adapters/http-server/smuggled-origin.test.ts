import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ask, type TestListener, testListener } from './test-listener.js';

let server: TestListener;
beforeAll(async () => {
  server = await testListener();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const READY = requestText('GET /readyz', ['Host: 127.0.0.1']);
const EVIL = requestText('GET /', [...UPGRADE_HEADERS, 'Origin: http://evil.example']);

describe('A smuggled Origin', () => {
  test.each([
    'Origin:\r\n http://evil.example',
    'Origin:\r\n\thttp://evil.example',
    'X: a\nOrigin: http://evil.example',
    'X: a\rOrigin: http://evil.example',
    'X: a\r\n\rOrigin: http://evil.example',
    'Origin : http://evil.example',
    'Origin\t: http://evil.example',
    '\u0000Origin: http://evil.example',
    'Origin\u0000: http://evil.example',
    'Origin: \u0000',
    'Origin: \u00ff\u0001',
    'Transfer-Encoding: chunked\r\nContent-Length: 5\r\nOrigin: x',
    'Content-Length: 1\r\nContent-Length: 2\r\nOrigin: x',
  ])('is refused as %j', async (lines) => {
    for (const request of [
      requestText('GET /readyz', ['Host: 127.0.0.1', lines]),
      requestText('GET /', [...UPGRADE_HEADERS, lines]),
      requestText('GET /', [lines, ...UPGRADE_HEADERS]),
      requestText('GET http://127.0.0.1/', [...UPGRADE_HEADERS, lines]),
    ]) {
      const [status] = await ask(server.port, request);
      expect([400, 403]).toContain(status);
    }
  });

  test('is refused after requests without one on the same connection', async () => {
    await using client = await server.connect();
    client.send(READY + READY + EVIL);
    const statuses = [await client.response(), await client.response(), await client.response()];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 403]);
    await client.ended;
  });

  test('is no request of its own in the body of another', async () => {
    await using client = await server.connect();
    const headers = ['Host: 127.0.0.1', `Content-Length: ${EVIL.length}`];
    client.send(requestText('POST /readyz', headers) + EVIL + READY);
    expect((await client.response()).status).toBe(405);
    expect((await client.response()).status).toBe(200);
  });

  test.each([
    'Transfer-Encoding: chunked\r\nContent-Length: 0',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding: chunked, identity',
    'Content-Length: +0',
  ])('is refused after a body with an ambiguous end: %j', async (lines) => {
    await using client = await server.connect();
    client.send(requestText('POST /readyz', ['Host: 127.0.0.1', lines]) + EVIL);
    const { status } = await client.response();
    expect([400, 405]).toContain(status);
    await client.ended;
  });

  test('is refused when it is sent byte by byte', async () => {
    await using client = await server.connect();
    for (const byte of EVIL) {
      client.send(byte);
    }
    expect((await client.response()).status).toBe(403);
  });
});
