import { describe, expect, test } from '@jest/globals';
import { ACCEPTED_ENCODINGS } from '../../../src/adapters/http-client/decoding/decode-response.js';
import { settled } from '../../support/settled.js';
import { ClientFixture, type RequestOptions } from './client-fixture.js';
import { type RawRequest, RawUpstream } from './raw-upstream.js';

/** What arrives of a request. */
const arrived = async (options: RequestOptions, path = '/'): Promise<RawRequest> => {
  await using upstream = await RawUpstream.open();
  await using fixture = new ClientFixture();
  expect(await fixture.fetch(upstream.url(path), options)).toBe(
    options.method === 'HEAD' ? '' : 'ok',
  );
  const request = await upstream.request();
  return {
    ...request,
    fields: request.fields.map((field) => field.replace(upstream.host, 'HOST')),
  };
};

describe('Sent request', () => {
  test('has host, connection, accept and accept-encoding and no other header of its own', async () => {
    const { line, fields, body } = await arrived({}, '/a%20b?c=d');

    expect(line).toBe('GET /a%20b?c=d HTTP/1.1');
    expect(fields).toEqual([
      'host: HOST',
      'connection: keep-alive',
      'accept: */*',
      `accept-encoding: ${ACCEPTED_ENCODINGS}`,
    ]);
    expect(body).toBe('');
  });

  test('has the accept-encoding of the client in place of its own, an empty one too', async () => {
    const { fields } = await arrived({ headers: [['accept-encoding', '']] });

    expect(fields.slice(2)).toEqual(['accept-encoding: ', 'accept: */*']);
  });

  test('has the headers of the client in order, repeated ones included', async () => {
    const headers = [
      ['x-b', '1'],
      ['x-a', ' 2\t'],
      ['accept', 'text/x'],
      ['x-b', '3'],
      ['user-agent', 'me'],
      ['x-c', ''],
      ['x-d', 'é€'],
    ] as const;
    const { fields } = await arrived({ headers });

    expect(fields.slice(2)).toEqual([
      'x-b: 1',
      'x-a:  2\t',
      'accept: text/x',
      'x-b: 3',
      'user-agent: me',
      'x-c: ',
      `x-d: ${Buffer.from('é€').toString('latin1')}`,
      `accept-encoding: ${ACCEPTED_ENCODINGS}`,
    ]);
  });

  test('has the first host header of the client', async () => {
    const headers = [
      ['x', '1'],
      ['host', 'a.test'],
      ['host', 'b.test'],
    ] as const;
    const { fields } = await arrived({ headers });

    expect(fields.filter((field) => field.startsWith('host'))).toEqual(['host: a.test']);
  });

  test.each(['gEt', 'patch', 'PROPFIND', 'M-SEARCH'])(
    'keeps the method %s as it is',
    async (method) => {
      expect((await arrived({ method })).line).toBe(`${method} / HTTP/1.1`);
    },
  );

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'HEAD', 'post'])(
    'carries the body and its length for method %s',
    async (method) => {
      const { fields, body } = await arrived({ method, body: Buffer.from([0, 255, 13, 10]) });

      expect(body).toBe('\x00\xff\r\n');
      expect(fields).toContain('content-length: 4');
    },
  );

  test('frames its body itself and drops the hop-by-hop headers of the client', async () => {
    const headers = [
      ['content-length', '3'],
      ['transfer-encoding', 'chunked'],
      ['expect', '100-continue'],
      ['keep-alive', 'timeout=3'],
      ['upgrade', 'websocket'],
      ['connection', 'upgrade, x'],
      ['te', 'trailers'],
    ] as const;
    const { fields, body } = await arrived({ method: 'POST', body: Buffer.from('hello'), headers });

    expect(fields).toEqual([
      'host: HOST',
      'connection: keep-alive',
      'te: trailers',
      'accept: */*',
      `accept-encoding: ${ACCEPTED_ENCODINGS}`,
      'content-length: 5',
    ]);
    expect(body).toBe('hello');
  });

  test('closes its connection when the client sends connection: close', async () => {
    const { fields } = await arrived({ headers: [['connection', 'x, Close']] });

    expect(fields).toContain('connection: close');
  });
});

test('a connection is reused, and concurrent requests do not wait for each other', async () => {
  await using upstream = await RawUpstream.open();
  await using fixture = new ClientFixture();
  await fixture.fetch(upstream.url());
  await settled();
  await fixture.fetch(upstream.url());
  expect(upstream.connections).toBe(1);

  const held: RawRequest[] = [];
  upstream.answer = (request) => held.push(request);
  const waiting = Array.from({ length: 20 }, () => fixture.fetch(upstream.url()));
  await upstream.request(21);
  for (const { socket } of held) {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx');
  }

  expect(await Promise.all(waiting)).toEqual(Array(20).fill('x'));
});
