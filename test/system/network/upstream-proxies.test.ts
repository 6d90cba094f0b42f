import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import type { DomainPermission, NetworkProxyConfig } from '../../../src/protocol/network.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import { type SecureUpstream, secureUpstream } from '../../adapters/http-client/secure-upstream.js';
import { ENV } from '../sandbox/sandbox-fixture.js';

/** Sends one request to its HTTP proxy, and prints the status and the body of the answer. */
const REQUEST = `const { connect } = require('node:net');
const [line, host] = process.argv.slice(1);
const { hostname, port } = new URL(process.env.HTTP_PROXY);
const socket = connect(port, hostname, () => socket.write(line + ' HTTP/1.1\\r\\nHost: ' + host + '\\r\\nConnection: close\\r\\n\\r\\n'));
let text = '';
socket.on('data', (more) => { text += more; });
socket.on('close', () => console.log(text.split(' ')[1], text.split('\\r\\n\\r\\n')[1]));`;

describe('A network proxy that may use those of the host', () => {
  let server: ExecServerHarness;
  let client: Client;
  let secure: SecureUpstream;
  const seen: string[] = [];
  const upstream = createServer(({ url }: IncomingMessage, response) => {
    seen.push(`request ${url}`);
    response.setHeader('content-length', 4).end('sent');
  });

  beforeAll(async () => {
    upstream.on('connect', ({ url }: IncomingMessage, socket: Socket) => {
      seen.push(`tunnel ${url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    upstream.listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    const { port } = upstream.address() as AddressInfo;
    secure = await secureUpstream();
    server = await execServer({
      mode: 'daemon',
      env: {
        HTTP_PROXY: `http://127.0.0.1:${port}`,
        NODE_EXTRA_CA_CERTS: secure.certificateFile,
      },
    });
    client = await server.client();
  });

  afterAll(async () => {
    await server.shutdown();
    await secure[Symbol.asyncDispose]();
    upstream.close();
  });

  /** What a process gets that asks its proxy for this. */
  const ask = async (
    line: string,
    host: string,
    domain: DomainPermission,
    more: Partial<NetworkProxyConfig> = {},
  ): Promise<string> => {
    seen.length = 0;
    const { stdout } = await client.run(process.execPath, ['-e', REQUEST, line, host], {
      env: ENV,
      extendEnv: false,
      networkProxy: {
        proxy: {
          enabled: true,
          enableSocks5: false,
          enableSocks5Udp: false,
          allowUpstreamProxy: true,
          dangerouslyAllowAllUnixSockets: false,
          mode: 'full',
          allowLocalBinding: false,
          domains: { [host.replace(/:\d+$/, '')]: domain },
          ...more,
        },
      },
    });
    return stdout;
  };

  test('sends a plain request there, in absolute form', async () => {
    expect(await ask('GET http://8.8.8.8:81/x?y', '8.8.8.8:81', 'allow')).toBe('200 sent');
    expect(await ask('GET /z', '8.8.8.8', 'allow')).toBe('200 sent');
    expect(seen).toEqual(['request http://8.8.8.8/z']);
  });

  test('asks there for a tunnel, and answers 502 where it gets none', async () => {
    expect(await ask('CONNECT 8.8.8.8:22', '8.8.8.8', 'allow')).toBe('502 upstream failure');
    expect(seen).toEqual(['tunnel 8.8.8.8:22']);
    expect(await ask('GET https://8.8.8.8/', '8.8.8.8', 'allow')).toBe('502 upstream failure');
    expect(seen).toEqual(['tunnel 8.8.8.8:443']);
  });

  test('decides about a host before, whatever the proxies of the host would reach', async () => {
    expect(await ask('GET http://8.8.8.8/', '8.8.8.8', 'deny')).toMatch(/^403 /);
    expect(await ask('GET http://10.0.0.1/', '10.0.0.1', 'none')).toMatch(/^403 /);
    expect(await ask('GET http://nowhere.invalid/', 'nowhere.invalid', 'allow')).toMatch(/^403 /);
    expect(seen).toEqual([]);
  });

  test('speaks TLS for https in a plain request, and trusts the roots of the host', async () => {
    const host = `localhost:${secure.port}`;
    const local = { allowLocalBinding: true };
    expect(await ask(`GET https://${host}/`, host, 'allow', local)).toBe('200 secure');
    const other = `127.0.0.1:${secure.port}`;
    expect(await ask(`GET https://${other}/`, other, 'allow', local)).toBe('502 upstream failure');
    expect(seen).toEqual([]);
  });
});
