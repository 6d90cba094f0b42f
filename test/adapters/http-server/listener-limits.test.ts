import type { Duplex } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ServerSockets } from './server-sockets.js';
import { ask, testListener } from './test-listener.js';

const READY = requestText('GET /readyz', ['Host: 127.0.0.1']);
const LATE = 'the request was not received within 0.2 s (--request-timeout)';

describe('Request timeout', () => {
  test.each([
    ['a silent connection', ''],
    ['half a head', READY.slice(0, 20)],
    ['a head without its end', READY.slice(0, -2)],
    [
      'a head without its body',
      `${requestText('POST /nowhere', ['Host: 127.0.0.1', 'Content-Length: 9'])}x`,
    ],
  ])('closes the connection: %s', async (_, text) => {
    await using server = await testListener({ requestTimeoutMs: 200 });
    await using client = await server.connect();
    client.send(text);
    if (text.startsWith('POST')) {
      expect((await client.response()).status).toBe(404);
    } else {
      expect(await client.response()).toMatchObject({ status: 408, body: LATE });
    }
    await client.ended;
  });

  test('closes the connection although a byte arrives every 50 ms', async () => {
    await using server = await testListener({ requestTimeoutMs: 500 });
    await using client = await server.connect();
    const timer = setInterval(() => client.send('a'), 50);
    client.send('GET /readyz HTTP/1.1\r\nX: ');
    expect((await client.response()).status).toBe(408);
    await client.ended;
    clearInterval(timer);
  });

  test('does not delay other requests', async () => {
    await using server = await testListener({ requestTimeoutMs: 60_000 });
    await using client = await server.connect();
    client.send(READY.slice(0, 20));
    expect(await ask(server.port, READY)).toEqual([200, '']);
  });
});

test('keepAliveTimeoutMs closes a connection that is idle between two requests', async () => {
  await using server = await testListener({ keepAliveTimeoutMs: 50 });
  await using client = await server.connect();
  client.send(READY);
  expect((await client.response()).status).toBe(200);
  await client.ended;
});

test('a refused connection is closed although its client does not close it', async () => {
  using sockets = new ServerSockets();
  await using server = await testListener();
  await using client = await server.connect();
  client.send(requestText('POST /', UPGRADE_HEADERS));
  expect((await client.response()).status).toBe(405);
  await sockets.closed(client.socket.localPort);
});

describe('Connections without a WebSocket', () => {
  test('are bounded by maxPendingConnections: the oldest is answered 503 and closed', async () => {
    await using server = await testListener({ maxPendingConnections: 2 });
    await using first = await server.connect();
    first.send(READY);
    await first.response();
    await using second = await server.connect();
    second.send(READY.slice(0, 20));
    expect(await ask(server.port, READY)).toEqual([200, '']);
    expect(await first.response()).toMatchObject({
      status: 503,
      body: expect.stringContaining('(--max-pending-connections)'),
    });
    await first.ended;
    second.send(READY.slice(20));
    expect((await second.response()).status).toBe(200);
  });

  test('do not count once their WebSocket is open', async () => {
    const accept = (_: unknown, socket: Duplex): undefined => {
      socket.on('end', () => socket.destroy()).resume();
      socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
    };
    await using server = await testListener({ maxPendingConnections: 1 }, { accept });
    await using first = await server.connect();
    first.send(requestText('GET /', UPGRADE_HEADERS));
    expect((await first.response()).status).toBe(101);
    await using second = await server.connect();
    second.send(requestText('GET /', UPGRADE_HEADERS));
    expect((await second.response()).status).toBe(101);
    expect(await ask(server.port, READY)).toEqual([200, '']);
    expect([first.isEnded, second.isEnded]).toEqual([false, false]);
    first.socket.end();
    second.socket.end();
    await Promise.all([first.ended, second.ended]);
  });
});

describe('Client that is not admitted', () => {
  test.each([
    [{ outcome: 'refused', reason: 'why not' } as const, 401, 'why not', undefined],
    [
      { outcome: 'rate-limited', retryAfterMs: 1001 } as const,
      429,
      'too many failed authentication attempts from this address: try again in 2 s (--max-auth-failures)',
      '2',
    ],
  ])('is answered with the reason: %j', async (admitted, status, body, retryAfter) => {
    const applicants: unknown[] = [];
    const execute = async (applicant: unknown) => {
      applicants.push(applicant);
      return admitted;
    };
    await using server = await testListener({}, { admission: { execute } });
    await using client = await server.connect();
    client.send(requestText('GET /', [...UPGRADE_HEADERS, 'Authorization: a', 'Authorization: b']));
    const response = await client.response();
    expect(response).toMatchObject({ status, body });
    expect(response.headers['retry-after']).toBe(retryAfter);
    await client.ended;
    expect(applicants).toEqual([{ address: '127.0.0.1', authorization: 'a' }]);
  });

  test('is not authenticated for /readyz or for an invalid request', async () => {
    const execute = (): never => {
      throw new Error('asked');
    };
    await using server = await testListener({}, { admission: { execute } });
    expect(await ask(server.port, READY)).toEqual([200, '']);
    for (const line of ['POST /', 'GET /nowhere']) {
      expect((await ask(server.port, requestText(line, UPGRADE_HEADERS)))[0]).toBeGreaterThan(403);
    }
  });
});

describe('Pipelined requests', () => {
  test('are all answered up to maxPipelinedRequests, burst after burst', async () => {
    await using server = await testListener({ maxPipelinedRequests: 10 });
    await using client = await server.connect();
    for (let burst = 0; burst < 5; burst += 1) {
      client.send(READY.repeat(10));
      for (let count = 0; count < 10; count += 1) {
        expect((await client.response()).status).toBe(200);
      }
    }
  });

  test.each([
    ['for readiness', READY],
    ['that expect something', READY.replace('\r\n\r\n', '\r\nExpect: more\r\n\r\n')],
  ])('%s are cut off beyond maxPipelinedRequests', async (_, request) => {
    await using server = await testListener({ maxPipelinedRequests: 10 });
    await using client = await server.connect();
    client.send(request.repeat(11));
    await client.ended;
    expect(await ask(server.port, READY)).toEqual([200, '']);
  });
});
