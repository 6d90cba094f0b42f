import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Isolate, ProxyServers } from '../../../src/adapters/network/proxy-servers.js';
import { UpstreamProxies } from '../../../src/adapters/network/upstream-proxies.js';
import { DEFAULT_NETWORK_LIMITS } from '../../../src/application/limits/network-limits.js';
import type {
  Admission,
  NetworkJudge,
  NetworkProxy,
} from '../../../src/application/ports/network-proxy-provider.js';
import type { ConnectionAttempt } from '../../../src/domain/network/network-decision.js';
import { networkProxyProviderContract } from '../../contracts/network-proxy-provider-contract.js';
import { FakeNetworkProxies } from '../../fakes/fake-network-proxies.js';

/** Not isolated from anything: that is for a test of a sandbox to show. */
const isolate: Isolate = async (sockets) => ({
  handles: await Promise.all(
    Array.from({ length: sockets }, async () => {
      const server = createTcpServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  ),
  path: '/proc/1/ns',
  close: () => undefined,
});

const NO_UPSTREAM_OPTIONS = { tcpUpstreamProxy: undefined, proxyPrivateIpsViaUpstream: false };

const create = (limits = {}): ProxyServers =>
  new ProxyServers(
    isolate,
    { ...DEFAULT_NETWORK_LIMITS, ...limits },
    new UpstreamProxies(() => ({}), NO_UPSTREAM_OPTIONS),
  );

networkProxyProviderContract('ProxyServers', create);
networkProxyProviderContract('FakeNetworkProxies', () => new FakeNetworkProxies());

const REQUEST = {
  socks: true,
  allowsUpstreamProxy: false,
  isIsolated: false,
  allowsUnixSockets: false,
};
const REFUSAL = { decision: 'deny', reason: 'denied', source: 'baseline_policy' } as const;

const admitted = (...addresses: string[]): Admission => ({
  kind: 'name',
  addresses,
  isPublic: false,
});

/** What the proxy answers to these bytes until it closes the connection. */
const exchange = (port: number, bytes: string | Buffer): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    let text = '';
    socket.on('data', (more) => {
      text += more.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });

const get = (url: string, host: string, more = ''): string =>
  `GET ${url} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;

const socksRequest = (host: string, port: number): Buffer =>
  Buffer.concat([
    Buffer.from([5, 1, 0, 5, 1, 0, 3, host.length]),
    Buffer.from(host, 'latin1'),
    Buffer.from([port >> 8, port & 255]),
  ]);

describe('ProxyServers', () => {
  let origin: Server;
  let originPort: number;
  let provider: ProxyServers;
  let proxy: NetworkProxy;
  const attempts: ConnectionAttempt[] = [];

  const judge: NetworkJudge = {
    judge: async (attempt): Promise<Admission> => {
      attempts.push(attempt);
      return attempt.host === 'bad.test' ? { refusal: REFUSAL } : admitted('127.0.0.1');
    },
    judgeUnixSocket: async () => ({ ...REFUSAL, reason: 'unix_socket_unsupported' }),
  };

  beforeAll(async () => {
    origin = createServer((request: IncomingMessage, response) => {
      let body = '';
      request.on('data', (more) => {
        body += more;
      });
      request.on('end', () =>
        response.end(`${request.method} ${request.url} ${request.headers.host} ${body}`),
      );
    });
    await new Promise<void>((resolve) => origin.listen(0, '127.0.0.1', resolve));
    originPort = (origin.address() as AddressInfo).port;
    provider = create();
    proxy = await provider.open(REQUEST, judge);
  });

  afterAll(async () => {
    await provider.dispose();
    origin.close();
  });

  test('forwards a request to the address that was admitted, with the name in its Host', async () => {
    const host = `a.test:${originPort}`;
    const answer = await exchange(proxy.ports.http, get(`http://${host}/x?y`, host));
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain(`GET /x?y ${host} `);
    expect(attempts.at(-1)).toEqual({
      protocol: 'http',
      host: 'a.test',
      port: originPort,
      method: 'GET',
      client: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
    });
  });

  test('forwards the body of a request, chunked or not', async () => {
    const host = `a.test:${originPort}`;
    const head = `POST http://${host}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n`;
    const chunked = `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`;
    expect(await exchange(proxy.ports.http, chunked)).toContain(' abc');
    expect(await exchange(proxy.ports.http, `${head}Content-Length: 2\r\n\r\nde`)).toContain(' de');
  });

  test('answers a refused request with status, header and JSON of upstream', async () => {
    const answer = await exchange(proxy.ports.http, get('http://bad.test/', 'bad.test'));
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(answer).toContain(
      'content-type: application/json\r\nx-proxy-error: blocked-by-denylist\r\n',
    );
    expect(answer.split('\r\n\r\n')[1]).toBe(
      '{"status":"blocked","host":"bad.test","reason":"denied","decision":"deny","source":"baseline_policy","protocol":"http","port":80,"message":"Domain denied by the sandbox policy."}',
    );
  });

  test('decides about each request of a connection', async () => {
    const host = `a.test:${originPort}`;
    const first = `GET http://${host}/1 HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
    const answer = await exchange(proxy.ports.http, first + get('http://bad.test/2', 'bad.test'));
    expect(answer).toContain(`GET /1 ${host} `);
    expect(answer).toContain('blocked-by-denylist');
  });

  test('tunnels a CONNECT, with what was sent behind it', async () => {
    const bytes = `CONNECT a.test:${originPort} HTTP/1.1\r\n\r\n${get('/t', 'inner')}`;
    const answer = await exchange(proxy.ports.http, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(answer).toContain('GET /t inner ');
    expect(attempts.at(-1)).toMatchObject({ protocol: 'https_connect', method: 'CONNECT' });
  });

  test('answers a refused CONNECT in plain text', async () => {
    const answer = await exchange(proxy.ports.http, 'CONNECT bad.test:443 HTTP/1.1\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\ncontent-type: text\/plain\r\n/);
    expect(answer).toContain('x-proxy-error: blocked-by-denylist\r\n');
    expect(answer.endsWith('\r\n\r\nDomain denied by the sandbox policy.')).toBe(true);
  });

  test.each([
    ['CONNECT / HTTP/1.1\r\n\r\n', '400 Bad Request'],
    ['CONNECT a.test:1 HTTP/1.1\r\n\r\n', '502 Bad Gateway'],
    [get('http://a.test:1/', 'a.test:1'), '502 Bad Gateway'],
    [get('http://a.test/', 'b.test'), '400 Bad Request'],
    [get('http://a.test/', 'a.test', 'x-unix-socket: /run/x.sock\r\n'), '501 Not Implemented'],
    [get('/', 'a.te\u00adst'), '400 Bad Request'],
    ['garbage\r\n\r\n', '400 Bad Request'],
  ])('answers %j with %s', async (bytes, status) => {
    expect(await exchange(proxy.ports.http, bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`));
  });

  test('connects a SOCKS client to the address that was admitted', async () => {
    const bytes = [socksRequest('a.test', originPort), Buffer.from(get('/s', 'h'))];
    const answer = await exchange(proxy.ports.socks ?? 0, Buffer.concat(bytes));
    expect(answer.slice(0, 12)).toBe('\x05\0\x05\0\0\x01\0\0\0\0\0\0');
    expect(answer).toContain('GET /s h ');
    expect(attempts.at(-1)).toMatchObject({ protocol: 'socks5_tcp', host: 'a.test' });
    expect(attempts.at(-1)?.method).toBeUndefined();
  });

  test.each([
    ['a refused host', 'bad.test', 80, 2],
    ['a port that is closed', 'a.test', 1, 5],
    ['a host that is none', 'a b', 80, 1],
    ['a host that a resolver takes for another', 'a.te\u00adst', 80, 1],
  ])('answers a SOCKS client with an error for %s', async (_, host, port, code) => {
    const answer = await exchange(proxy.ports.socks ?? 0, socksRequest(host, port));
    expect(answer.charCodeAt(3)).toBe(code);
  });

  test('connects to no more than the admitted addresses, in order', async () => {
    const { ports, close } = await provider.open(REQUEST, {
      ...judge,
      judge: async () => admitted('127.0.0.2', '127.0.0.1'),
    });
    const bytes = `CONNECT a.test:${originPort} HTTP/1.1\r\n\r\n${get('/t', 'inner')}`;
    expect(await exchange(ports.http, bytes)).toContain('GET /t inner ');
    close();
  });

  test('ends its connections, tunnels included, when it is closed, and listens no more', async () => {
    const one = await provider.open(REQUEST, judge);
    const { ports } = one;
    const idle: Socket = connect(ports.socks ?? 0, '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const tunnel: Socket = connect(ports.http, '127.0.0.1');
    tunnel.write(`CONNECT a.test:${originPort} HTTP/1.1\r\n\r\n`);
    const [head] = await new Promise<Buffer[]>((resolve) =>
      tunnel.once('data', (...got) => resolve(got)),
    );
    expect(String(head)).toContain('200 OK');
    const ends = [idle, tunnel].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    one.close();
    await Promise.all(ends);
    await expect(exchange(ports.http, 'x')).rejects.toThrow('ECONNREFUSED');
  });

  test('has as many connections as its limit allows', async () => {
    const few = create({ maxProxyConnections: 1 });
    const { ports } = await few.open(REQUEST, judge);
    const first = connect(ports.socks ?? 0, '127.0.0.1');
    await new Promise((resolve) => first.once('connect', resolve));
    expect(await exchange(ports.socks ?? 0, Buffer.from([5])).catch(() => '')).toBe('');
    await few.dispose();
  });

  test('closes a connection that does not say what it wants', async () => {
    const impatient = create({ proxyRequestTimeoutMs: 20 });
    const { ports } = await impatient.open(REQUEST, judge);
    // A reset, where what was sent has not been read by then.
    const answer = (port: number, sent: string | Buffer): Promise<string> =>
      exchange(port, sent).catch(({ code }) => code);
    expect(await answer(ports.socks ?? 0, Buffer.from([5]))).toMatch(/^(ECONNRESET)?$/);
    expect(await answer(ports.http, 'GET ')).toMatch(/^(HTTP\/1\.1 408 |(ECONNRESET)?$)/);
    await impatient.dispose();
  });
});
