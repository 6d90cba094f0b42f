import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Connector, proxyAuthorization } from '../../../src/adapters/network/connector.js';
import { UpstreamProxies } from '../../../src/adapters/network/upstream-proxies.js';
import type { Admitted } from '../../../src/application/ports/network-proxy-provider.js';

const TIMEOUT_MS = 5000;
const TARGET = { host: 'a.test', port: 8 };
const NAME: Admitted = { kind: 'name', addresses: ['192.0.2.1'], isPublic: false };

/** Listens on a free port of loopback; resolves with `127.0.0.1:PORT`. */
const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('Connector', () => {
  const seen: string[] = [];
  let answer = 'HTTP/1.1 200 OK\r\n\r\nhello';
  const proxy = createServer();
  let address = '';

  beforeAll(async () => {
    proxy.on('connect', ({ url, headers }: IncomingMessage, socket: Socket) => {
      seen.push(`${url} ${headers.host} ${headers['proxy-authorization'] ?? '-'}`);
      // What has become a tunnel is none of the connections that the server closes.
      socket
        .resume()
        .on('error', () => undefined)
        .once('end', () => socket.destroy());
      socket.write(answer);
    });
    address = await listen(proxy);
  });
  beforeEach(() => {
    seen.length = 0;
    answer = 'HTTP/1.1 200 OK\r\n\r\nhello';
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });

  const create = ({
    environment = { HTTP_PROXY: `http://u%40:p@${address}/` } as Record<string, string>,
    allowsUpstream = true,
    timeoutMs = TIMEOUT_MS,
    tcpUpstreamProxy = undefined as string | undefined,
  } = {}): Connector => {
    const options = { tcpUpstreamProxy, proxyPrivateIpsViaUpstream: false };
    return new Connector(
      new UpstreamProxies(() => environment, options),
      allowsUpstream,
      timeoutMs,
    );
  };

  test('asks the proxy for a tunnel to the name, with its credentials, and loses no byte', async () => {
    const socket = await create().forTunnel(TARGET, NAME);
    const [data] = await once(socket, 'data');
    expect(String(data)).toBe('hello');
    expect(seen).toEqual([`a.test:8 a.test:8 Basic ${Buffer.from('u@:p').toString('base64')}`]);
    socket.destroy();
  });

  test('writes an IPv6 address in brackets', async () => {
    const admitted: Admitted = { kind: 'public-address', addresses: ['2606::1'], isPublic: true };
    (await create().forTunnel({ host: '2606::1', port: 8 }, admitted)).destroy();
    expect(seen[0]).toMatch(/^\[2606::1\]:8 /);
  });

  test('connects a plain request to the proxy and says so', async () => {
    const { socket, proxy: used } = await create().forRequest(TARGET, NAME);
    expect(socket.remotePort).toBe(Number(address.split(':')[1]));
    expect(used?.host).toBe(address);
    socket.destroy();
  });

  test('connects directly to local hosts, and where no proxy may be used', async () => {
    const origin = createServer();
    const port = Number((await listen(origin)).split(':')[1]);
    const local: Admitted = { kind: 'local', addresses: ['127.0.0.1'], isPublic: false };
    const named: Admitted = { ...local, kind: 'name' };
    const direct = create({ allowsUpstream: false });
    for (const [connector, admitted] of [
      [create(), local],
      [direct, named],
    ] as const) {
      const socket = await connector.forTunnel({ ...TARGET, port }, admitted);
      const plain = await connector.forRequest({ ...TARGET, port }, admitted);
      expect([socket.remotePort, plain.socket.remotePort, plain.proxy]).toEqual([
        port,
        port,
        undefined,
      ]);
      socket.destroy();
      plain.socket.destroy();
    }
    expect(seen).toEqual([]);
    origin.close();
  });

  test.each([
    ['another status', 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n', 'answered 407'],
    ['something else', 'SSH-2.0\r\n', 'Parse Error'],
  ])('fails, and connects to nothing, when the proxy answers %s', async (_, text, message) => {
    answer = text;
    await expect(create().forTunnel(TARGET, NAME)).rejects.toThrow(message);
  });

  test('fails when the proxy does not answer in time', async () => {
    answer = '';
    const connector = create({ timeoutMs: 50 });
    await expect(connector.forTunnel(TARGET, NAME)).rejects.toThrow('timed out');
  });

  test('fails when what should speak TLS does not', async () => {
    await expect(create().forSecureRequest(TARGET, NAME)).rejects.toThrow();
  });

  describe('Connector with a proxy for SOCKS clients', () => {
    const mandatory = (allowsUpstream = true): Connector =>
      create({ tcpUpstreamProxy: address, allowsUpstream });

    test.each<[string, Admitted, string]>([
      ['an address that was decided about', { ...NAME, isPublic: true }, '192.0.2.1:8'],
      ['the name, where local addresses are allowed', NAME, 'a.test:8'],
      ['the name, where it has no address', { ...NAME, addresses: [] }, 'a.test:8'],
    ])('asks it for %s', async (_, admitted, authority) => {
      (await mandatory().forSocks(TARGET, admitted)).destroy();
      expect(seen).toEqual([`${authority} ${authority} -`]);
    });

    test('refuses local hosts, private addresses, and a process that may use no proxy', async () => {
      for (const kind of ['local', 'private-address'] as const) {
        await expect(mandatory().forSocks(TARGET, { ...NAME, kind })).rejects.toMatchObject({
          code: 'ECONNREFUSED',
        });
      }
      await expect(mandatory(false).forSocks(TARGET, NAME)).rejects.toMatchObject({
        code: 'ECONNREFUSED',
      });
      expect(seen).toEqual([]);
    });
  });

  test('ignores the proxies of the environment for SOCKS clients', async () => {
    const origin = createServer();
    const port = Number((await listen(origin)).split(':')[1]);
    const admitted: Admitted = { ...NAME, addresses: ['127.0.0.1'] };
    const socket = await create().forSocks({ ...TARGET, port }, admitted);
    expect(socket.remotePort).toBe(port);
    socket.destroy();
    origin.close();
  });
});

describe('proxyAuthorization', () => {
  test('is of the user and password, and takes a lone % as it is', () => {
    expect(proxyAuthorization(new URL('http://h'))).toEqual([]);
    const [name, value = ''] = proxyAuthorization(new URL('http://u:50%@h'));
    expect(name).toBe('Proxy-Authorization');
    expect(Buffer.from(value.slice('Basic '.length), 'base64').toString()).toBe('u:50%');
  });
});
