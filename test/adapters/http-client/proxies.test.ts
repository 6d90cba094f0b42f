import { expect, test } from '@jest/globals';
import { ACCEPTED_ENCODINGS } from '../../../src/adapters/http-client/decoding/decode-response.js';
import { ClientFixture } from './client-fixture.js';
import { RawUpstream } from './raw-upstream.js';
import { secureUpstream } from './secure-upstream.js';

const proxyOf = ({ host }: RawUpstream): string => `http://us%20er:pass@${host}`;

test('a plain request is sent to the proxy with its absolute URL and its headers in order', async () => {
  await using proxy = await RawUpstream.open();
  await using fixture = new ClientFixture({ HTTP_PROXY: proxyOf(proxy) });
  const headers = [
    ['x', '1'],
    ['y', '2'],
    ['x', '3'],
  ] as const;
  expect(await fixture.fetch('http://a.test:81/b?c#d', { headers })).toBe('ok');
  const { line, fields } = await proxy.request();

  expect(line).toBe('GET http://a.test:81/b?c HTTP/1.1');
  expect(fields).toEqual([
    'host: a.test:81',
    'connection: keep-alive',
    'x: 1',
    'y: 2',
    'x: 3',
    'accept: */*',
    `accept-encoding: ${ACCEPTED_ENCODINGS}`,
    `proxy-authorization: Basic ${btoa('us er:pass')}`,
  ]);
});

test('the host and proxy-authorization headers of the client override the defaults', async () => {
  await using proxy = await RawUpstream.open();
  await using fixture = new ClientFixture({ HTTP_PROXY: proxyOf(proxy) });
  const headers = [
    ['host', 'mine'],
    ['proxy-authorization', 'own'],
  ] as const;
  await fixture.fetch('http://a.test/', { headers });
  const { fields } = await proxy.request();

  expect(fields).toContain('host: mine');
  expect(fields.filter((field) => field.startsWith('proxy-'))).toEqual([
    'proxy-authorization: own',
  ]);
});

test('an https request goes through a tunnel, and the proxy sees only the host and port', async () => {
  await using far = await secureUpstream();
  await using proxy = await RawUpstream.open();
  proxy.tunnel();
  const variables = { HTTPS_PROXY: proxyOf(proxy), SSL_CERT_FILE: far.certificateFile };
  await using fixture = new ClientFixture(variables);
  expect(await fixture.fetch(far.url, { headers: [['authorization', 's3cr3t']] })).toBe('secure');
  const { text } = await proxy.request();

  expect(text).toMatch(new RegExp(`^CONNECT localhost:${far.port} HTTP/1.1\r\n`));
  expect(text).toContain(`proxy-authorization: Basic ${btoa('us er:pass')}\r\n`);
  expect(text).not.toContain('s3cr3t');
  expect(far.requests).toEqual([expect.objectContaining({ authorization: 's3cr3t' })]);
  expect(far.requests[0]).not.toHaveProperty('proxy-authorization');
});

test.each(['HTTP/1.1 403 No\r\ncontent-length: 3\r\n\r\nno!', 'garbage\r\n\r\n'])(
  'a proxy that opens no tunnel fails the request: %j',
  async (answer) => {
    await using proxy = await RawUpstream.open();
    proxy.respond(answer, 'end');
    await using fixture = new ClientFixture({ HTTPS_PROXY: proxyOf(proxy) });

    await expect(fixture.send('https://a.test/')).rejects.toThrow();
    expect(proxy.received).toHaveLength(1);
  },
);

test('an unreachable or unknown proxy fails the request, which does not bypass it', async () => {
  await using upstream = await RawUpstream.open();
  for (const proxy of ['http://127.0.0.1:1', 'socks5://127.0.0.1:1']) {
    await using fixture = new ClientFixture({ HTTP_PROXY: proxy });
    await expect(fixture.send(upstream.url())).rejects.toThrow();
  }
  expect(upstream.received).toEqual([]);
});
