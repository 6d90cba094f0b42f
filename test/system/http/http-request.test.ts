import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpRequestBodyDeltaParams, HttpRequestResult } from '../../../src/protocol/http.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import type { ServerEvent } from '../../../src/testing/server-event.js';
import type { TestClient } from '../../../src/testing/test-client.js';
import { RawUpstream } from '../../adapters/http-client/raw-upstream.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';

/** Without proxies, whatever surrounds the tests; each test has a client of its own. */
let daemon: ExecServerHarness;
beforeAll(async () => {
  const env = { HTTP_PROXY: '', http_proxy: '', ALL_PROXY: '', all_proxy: '' };
  daemon = await execServer({ mode: 'daemon', env: { ...env, HTTP_TEST_TOKEN: 's3cr3t' } });
});
afterAll(() => daemon.shutdown());

const send = (
  server: Pick<TestClient, 'request'>,
  url: string,
  params: object = {},
): Promise<HttpRequestResult> =>
  server.request('http/request', { method: 'GET', url, requestId: 'r', ...params });

const decode = (text: string): string => Buffer.from(text, 'base64').toString();

const deltas = (server: TestClient): HttpRequestBodyDeltaParams[] =>
  server.events
    .filter(({ method }) => method === 'http/request/bodyDelta')
    .map(({ params }) => params as unknown as HttpRequestBodyDeltaParams);

const isEnd = ({ method, params }: ServerEvent): boolean =>
  method === 'http/request/bodyDelta' && params.done === true;

const HEAD = 'HTTP/1.1 200 OK\r\n';

test('http/request sends a request with a secret from the environment, which no error contains', async () => {
  await using upstream = await RawUpstream.open();
  await using server = await daemon.testClient();
  upstream.respond('HTTP/1.1 201 X\r\nX-A: 1\r\ncontent-length: 2\r\nX-A: 2\r\n\r\nok');
  const answer = await send(server, upstream.url('/a?b'), {
    method: 'pUT',
    headers: [{ name: 'Authorization', value: 'Bearer ', valueEnvVar: 'HTTP_TEST_TOKEN' }],
    bodyBase64: Buffer.from('body').toString('base64'),
  });
  const { line, fields, body } = await upstream.request();

  expect([answer.status, decode(answer.bodyBase64)]).toEqual([201, 'ok']);
  expect(answer.headers).toEqual([
    { name: 'x-a', value: '1' },
    { name: 'content-length', value: '2' },
    { name: 'x-a', value: '2' },
  ]);
  expect([line, body]).toEqual(['pUT /a?b HTTP/1.1', 'body']);
  expect(fields).toContain('authorization: Bearer s3cr3t');
  await expect(
    send(server, 'http://127.0.0.1:1/', {
      headers: [{ name: 'X', value: '', valueEnvVar: 'HTTP_TEST_TOKEN' }],
    }),
  ).rejects.toMatchObject({
    code: -32_603,
    message:
      'http/request failed: error sending request for url (http://127.0.0.1:1/): the connection was refused (ECONNREFUSED)',
  });
});

test('http/request streams a body as it is written, after its reply', async () => {
  await using upstream = await RawUpstream.open();
  await using server = await daemon.testClient();
  upstream.respond(`${HEAD}content-type: text/event-stream\r\n\r\ndata: 1\n\n`);
  const answer = await send(server, upstream.url(), { streamResponse: true });
  await server.waitForEvent(({ params }) => params.seq === 1);
  expect([answer.status, answer.bodyBase64]).toEqual([200, '']);
  const { socket } = await upstream.request();
  socket.end('data: 2\n\n');
  await server.waitForEvent(isEnd);

  expect(deltas(server).map((d) => [d.seq, decode(d.deltaBase64), d.done, d.error])).toEqual([
    [1, 'data: 1\n\n', false, null],
    [2, 'data: 2\n\n', false, null],
    [3, '', true, null],
  ]);
});

test('http/request with 50 slow responses blocks neither other requests nor processes', async () => {
  await using upstream = await RawUpstream.open();
  await using server = await daemon.testClient();
  upstream.answer = ({ line, socket }) => {
    if (line.includes('/quick')) {
      socket.write(`${HEAD}content-length: 0\r\n\r\n`);
    }
  };
  const slow = Array.from({ length: 50 }, () => send(server, upstream.url('/slow')));
  await upstream.request(49);

  expect(await server.request('environment/status')).toEqual({ status: 'ready' });
  expect((await send(server, upstream.url('/quick'))).status).toBe(200);
  const id = await startProcess(server, { argv: ['echo', 'hello'] });
  expect((await outcome(server, id)).stdout).toBe('hello\n');
  for (const { socket } of upstream.received) {
    socket.write(`${HEAD}content-length: 0\r\n\r\n`);
  }
  expect((await Promise.all(slow)).map(({ status }) => status)).toEqual(Array(50).fill(200));
});

describe('http/request of a client that disconnects', () => {
  test.each([
    ['before the response head', '', {}],
    ['before the head of a streamed response', '', { streamResponse: true }],
    ['within a body', `${HEAD}content-length: 9\r\n\r\nx`, {}],
    ['within a streamed body', `${HEAD}content-length: 9\r\n\r\nx`, { streamResponse: true }],
  ])('is aborted %s', async (_, text, params) => {
    await using upstream = await RawUpstream.open();
    await using server = await daemon.testClient();
    upstream.respond(text);
    const answer = send(server, upstream.url(), params).catch(() => 'gone');
    const { socket } = await upstream.request();
    const closed = once(socket, 'close');
    if ('streamResponse' in params && text !== '') {
      await server.waitForEvent(() => true);
    }
    await server.disconnect('reset');

    await closed;
    await answer;
    await server.reconnect({ resume: true });
    expect((await server.request<{ status: string }>('environment/status')).status).toBe('ready');
    expect(deltas(server).filter(({ done }) => done)).toEqual([]);
  });
});

test('a client that does not read pauses the transfer and loses nothing when it reads on', async () => {
  await using upstream = await RawUpstream.open();
  await using server = await daemon.testClient();
  const [total, part] = [48 * 1024 * 1024, Buffer.alloc(64 * 1024)];
  let sent = 0;
  upstream.answer = async ({ socket }) => {
    socket.write(`${HEAD}content-length: ${total}\r\n\r\n`);
    for (; sent < total && !socket.destroyed; sent += part.length) {
      part.writeUInt32LE(sent);
      if (!socket.write(Buffer.from(part))) {
        await once(socket, 'drain');
      }
    }
  };
  await send(server, upstream.url(), { streamResponse: true });
  server.socket.pause();
  for (let before = -1; before !== sent; ) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(sent).toBeLessThan(total / 2);
  server.socket.resume();
  await server.waitForEvent(isEnd, { timeoutMs: 25_000 });

  const parts = deltas(server).map(({ deltaBase64 }) => Buffer.from(deltaBase64, 'base64'));
  const body = Buffer.concat(parts);
  expect(body.length).toBe(total);
  for (let at = 0; at < total; at += part.length) {
    expect(body.readUInt32LE(at)).toBe(at);
  }
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(64 * 1024);
});

test('a body beyond maxResponseBodyBytes is refused, and one of exactly that size is returned', async () => {
  await using upstream = await RawUpstream.open();
  await using server = await execServer({ limits: { maxResponseBodyBytes: 1_000_000 } });
  upstream.respond(`${HEAD}content-length: 1000001\r\n\r\n${'x'.repeat(1_000_001)}`);
  await expect(send(server, upstream.url())).rejects.toMatchObject({
    code: -32_603,
    message:
      'failed to read http/request response body: it exceeds the 1000000 bytes that fit a reply; use streamResponse',
  });
  upstream.respond(`${HEAD}content-length: 1000000\r\n\r\n${'x'.repeat(1_000_000)}`);
  const { bodyBase64 } = await send(server, upstream.url());
  expect(decode(bodyBase64)).toBe('x'.repeat(1_000_000));
});
