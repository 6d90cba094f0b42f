import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { ClientFixture } from './client-fixture.js';
import { RawUpstream } from './raw-upstream.js';

const HEAD = 'HTTP/1.1 200 OK\r\n';
const { maxResponseHeaderBytes } = DEFAULT_LIMITS;
const CLOSED = 'the connection was closed before the end of the response';
const NOT_HTTP = 'the response is not valid HTTP/1.1';

/** What is told when the far end does so. */
const told = async (text: string, then?: 'wait' | 'end' | 'reset'): Promise<string> => {
  await using upstream = await RawUpstream.open();
  await using fixture = new ClientFixture();
  upstream.respond(text, then);
  return await fixture.fetch(upstream.url()).catch(({ name, message }) => `${name}: ${message}`);
};

const withHeader = (bytes: number): string =>
  `${HEAD}x: ${'y'.repeat(bytes)}\r\ncontent-length: 2\r\n\r\nok`;

describe('Response head', () => {
  test.each([60, 65, 128, 400])('may have %i KiB, as with upstream', async (kib) => {
    expect(await told(withHeader(kib * 1024))).toBe('ok');
  });

  test('may have 3000 headers', async () => {
    expect(await told(`${HEAD}${'x: y\r\n'.repeat(3000)}content-length: 2\r\n\r\nok`)).toBe('ok');
  });

  test.each<[string, string]>([
    ['one header', withHeader(maxResponseHeaderBytes)],
    ['many headers', `${HEAD}${`x: ${'y'.repeat(96)}\r\n`.repeat(5000)}content-length: 0\r\n\r\n`],
    ['no end', `${HEAD}x: ${'y'.repeat(2 * maxResponseHeaderBytes)}`],
  ])('is rejected beyond maxResponseHeaderBytes with the limit: %s', async (_, text) => {
    expect(await told(text)).toBe(
      `ExchangeFailed: the response headers exceed ${maxResponseHeaderBytes} bytes`,
    );
  });

  test.each<[string, string, 'end' | 'reset', string]>([
    ['no byte', '', 'end', CLOSED],
    ['half a head', HEAD, 'end', CLOSED],
    ['garbage', 's3cr3t\r\n\r\n', 'end', NOT_HTTP],
    ['an invalid length', `${HEAD}content-length: s3cr3t\r\n\r\n`, 'end', NOT_HTTP],
    ['two lengths', `${HEAD}content-length: 1\r\ncontent-length: 2\r\n\r\n`, 'end', NOT_HTTP],
    ['a space in a name', `${HEAD}s3cr3t b: c\r\n\r\n`, 'end', NOT_HTTP],
  ])('is rejected with %s, without its content in the message', async (_, text, then, reason) => {
    expect(await told(text, then)).toBe(`ExchangeFailed: ${reason}`);
  });
});

describe('Response body', () => {
  test.each<[string, string, 'end' | 'reset', string]>([
    ['by the end of the connection', `${HEAD}content-length: 10\r\n\r\nhi`, 'end', CLOSED],
    ['by a reset', `${HEAD}content-length: 10\r\n\r\nhi`, 'reset', ''],
    [
      'by invalid chunks',
      `${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\ns3cr3t\r\n`,
      'end',
      NOT_HTTP,
    ],
  ])('is rejected with the cause when it is cut short %s', async (_, text, then, reason) => {
    expect(await told(text, then)).toMatch(
      reason === ''
        ? /^ExchangeFailed: the connection was (reset|closed) /
        : `ExchangeFailed: ${reason}`,
    );
  });
});

describe('Failed connection', () => {
  const fails = async (url: string, variables: Record<string, string> = {}): Promise<string> => {
    await using fixture = new ClientFixture(variables);
    return await fixture.fetch(url).catch(({ message }) => message);
  };

  test('is reported with the system error', async () => {
    expect(await fails('http://127.0.0.1:1/')).toBe('the connection was refused (ECONNREFUSED)');
    expect(await fails('http://no-such-host.invalid/')).toMatch(
      /^the host has no known address \((ENOTFOUND|EAI_AGAIN)\)$/,
    );
  });

  test('is reported as a TLS failure when the server does not speak TLS', async () => {
    const server = createServer((socket) =>
      socket
        .resume()
        .on('error', () => undefined)
        .end(HEAD),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await fails(`https://127.0.0.1:${port}/`)).toMatch(/^TLS failed \(\w+\)$/);
    server.close();
  });

  test('is reported as one through a proxy, without the proxy password', async () => {
    const proxy = 'http://user:s3cr3t@127.0.0.1:1';
    expect(await fails('http://far.invalid/', { HTTP_PROXY: proxy })).toBe(
      'through the proxy of this host: the connection was refused (ECONNREFUSED)',
    );
    expect(await fails('https://far.invalid/', { HTTPS_PROXY: proxy })).toBe(
      'no tunnel through the proxy: the connection was refused (ECONNREFUSED)',
    );
    expect(await fails('http://far.invalid/', { ALL_PROXY: 'socks5://u:s3cr3t@x:1' })).toBe(
      'unsupported proxy scheme (socks5:)',
    );
  });

  test('is reported with the status of a proxy that opens no tunnel', async () => {
    await using upstream = await RawUpstream.open();
    upstream.respond('HTTP/1.1 407 s3cr3t\r\ncontent-length: 0\r\n\r\n');
    expect(await fails('https://far.invalid/', { HTTPS_PROXY: upstream.url() })).toBe(
      'no tunnel through the proxy: it answered 407',
    );
  });
});
