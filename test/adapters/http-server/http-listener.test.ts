import { describe, expect, test } from '@jest/globals';
import { HttpListener } from '../../../src/adapters/http-server/http-listener.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { SILENT } from '../../support/silent-ports.js';
import { fixedPort } from '../../support/sockets/fixed-port.js';
import { HttpClient } from './http-client.js';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ServerSockets } from './server-sockets.js';
import { ask, OPEN_ACCESS, testListener } from './test-listener.js';

const READY = requestText('GET /readyz', ['Host: 127.0.0.1']);

describe('HTTP connection', () => {
  test('serves one request after another', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    for (const status of [200, 404, 200]) {
      client.send(status === 404 ? requestText('GET /x', ['Host: 127.0.0.1']) : READY);
      expect((await client.response()).status).toBe(status);
    }
  });

  test('answers pipelined requests in order, up to an upgrade', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send(
      READY +
        requestText('GET /x', ['Host: 127.0.0.1']) +
        `${requestText('POST /', ['Host: 127.0.0.1', 'Content-Length: 3'])}abc` +
        requestText('GET /', UPGRADE_HEADERS),
    );
    const statuses = [];
    while (statuses.length < 4) {
      statuses.push((await client.response()).status);
    }
    expect(statuses).toEqual([200, 404, 405, 299]);
  });

  test('accepts a request sent byte by byte', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.socket.setNoDelay(true);
    for (const byte of READY) {
      client.send(byte);
    }
    expect((await client.response()).status).toBe(200);
  });

  test('is closed when the client sends Connection: close', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send(requestText('GET /readyz', ['Host: 127.0.0.1', 'Connection: close']));
    expect((await client.response()).headers.connection).toBe('close');
    await client.ended;
  });

  test('is closed after a request over HTTP/1.0', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send('GET /readyz HTTP/1.0\r\n\r\n');
    expect((await client.response()).status).toBe(200);
    await client.ended;
  });

  test.each([
    'garbage\r\n\r\n',
    'GET\r\n\r\n',
    'GET /readyz HTTP/9.9\r\n\r\n',
    'GET /a b HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    'GET /readyz HTTP/1.1\r\nno colon\r\n\r\n',
    'GET /readyz HTTP/1.1\r\nOrigin : x\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
  ])('is closed with 400 after %j', async (text) => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send(text);
    expect(await client.response()).toMatchObject({ status: 400, body: '' });
    await client.ended;
  });

  test('is closed with 431 when the head is larger than maxRequestHeaderBytes', async () => {
    await using server = await testListener({ maxRequestHeaderBytes: 1000 });
    const filler = (size: number): string[] => ['Host: 127.0.0.1', `A: ${'a'.repeat(size)}`];
    expect(await ask(server.port, requestText('GET /readyz', filler(900)))).toEqual([200, '']);
    await using client = await server.connect();
    client.send(requestText('GET /readyz', filler(1100)));
    expect(await client.response()).toMatchObject({
      status: 431,
      body: 'the request headers exceed 1000 bytes (--max-header-bytes)',
    });
    await client.ended;
  });

  test('is closed with 431 when the head never ends', async () => {
    await using server = await testListener({ maxRequestHeaderBytes: 1000 });
    await using client = await server.connect();
    client.send(`GET /readyz HTTP/1.1\r\n${'A: a\r\n'.repeat(1000)}`);
    expect((await client.response()).status).toBe(431);
    await client.ended;
  });

  test('answers a HEAD that would upgrade with a content-length and no body', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send(requestText('HEAD /', UPGRADE_HEADERS));
    const bytes: Buffer[] = [];
    client.socket.on('data', (part) => bytes.push(part));
    await client.ended;
    expect(Buffer.concat(bytes).toString()).toMatch(
      /^HTTP\/1.1 405 [\s\S]*content-length: 28\r\n[\s\S]*\r\n\r\n$/,
    );
  });

  test.each([
    ['a forbidden upgrade', requestText('GET /', [...UPGRADE_HEADERS, 'Origin: x'])],
    ['a faulty upgrade', requestText('POST /', UPGRADE_HEADERS)],
    ['CONNECT', requestText('CONNECT a:1', ['Host: 127.0.0.1'])],
    ['garbage', 'garbage\r\n\r\n'],
  ])(
    'is closed after %s when the client has closed, even with more bytes sent',
    async (_, request) => {
      using sockets = new ServerSockets();
      await using server = await testListener();
      await using client = await server.connect();
      const port = client.socket.localPort;
      client.send(request);
      await client.response();
      client.socket.end('more');
      await sockets.closed(port);
    },
  );
});

describe('HttpListener', () => {
  test('returns its address with the real port', async () => {
    const listener = new HttpListener(OPEN_ACCESS, DEFAULT_LIMITS, SILENT);
    const address = await listener.listen({ host: '127.0.0.1', port: 0 });
    expect(address).toEqual({ host: '127.0.0.1', port: expect.any(Number) });
    expect(address.port).toBeGreaterThan(0);
    expect(await ask(address.port, READY)).toEqual([200, '']);
    await listener.close();
  });

  test('fails with the system error when it cannot listen', async () => {
    await using server = await testListener();
    const second = new HttpListener(OPEN_ACCESS, DEFAULT_LIMITS, SILENT);
    const address = { host: '127.0.0.1', port: server.port };
    await expect(second.listen(address)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const foreign = { host: '192.0.2.1', port: 0 };
    await expect(
      new HttpListener(OPEN_ACCESS, DEFAULT_LIMITS, SILENT).listen(foreign),
    ).rejects.toMatchObject({
      code: 'EADDRNOTAVAIL',
    });
    await second.close();
  });

  test('answers 503 on a connection that is in a request when it stops accepting', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    client.send(READY);
    expect((await client.response()).status).toBe(200);
    client.send(READY.slice(0, 10));
    await ask(server.port, READY);
    server.listener.stopAccepting();
    client.send(READY.slice(10));
    expect((await client.response()).status).toBe(503);
  });

  test('opens no WebSocket for a request completed after it stopped accepting', async () => {
    await using server = await testListener();
    await using client = await server.connect();
    const upgrade = requestText('GET /', UPGRADE_HEADERS);
    client.send(upgrade.slice(0, 50));
    await ask(server.port, READY);
    server.listener.stopAccepting();
    client.send(upgrade.slice(50));
    expect((await client.response()).status).toBe(503);
  });

  test('accepts no connection after it stopped accepting', async () => {
    await using server = await testListener();
    server.listener.stopAccepting();
    await expect(ask(server.port, READY)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('close ends open connections and frees the port', async () => {
    const address = { host: '127.0.0.1', port: await fixedPort() };
    const listener = new HttpListener(OPEN_ACCESS, DEFAULT_LIMITS, SILENT);
    await listener.listen(address);
    await using client = await HttpClient.connect(address.port);
    client.send(READY.slice(0, 10));
    await ask(address.port, READY);
    await listener.close();
    await client.ended;
    const successor = new HttpListener(OPEN_ACCESS, DEFAULT_LIMITS, SILENT);
    await successor.listen(address);
    await successor.close();
    await listener.close();
  });
});
