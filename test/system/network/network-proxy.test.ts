import { createSocket } from 'node:dgram';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import type {
  DomainPermission,
  NetworkPolicyDecisionParams,
} from '../../../src/protocol/network.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { ENV } from '../sandbox/sandbox-fixture.js';
import { managed } from '../sandbox/sandbox-policies.js';
import { describeSandboxed } from '../sandbox/with-bubblewrap.js';

const ATTEMPTS = fileURLToPath(new URL('attempts.mjs', import.meta.url));

const READ_ALL = [{ path: { type: 'special', value: { kind: 'root' } }, access: 'read' } as const];

/** What may reach the host beyond the sandbox. */
const REACHING = [
  'an allowed host by HTTP',
  'an allowed host by CONNECT',
  'an allowed host by SOCKS',
  'an allowed host in upper case with a dot',
];

/** What fails, and how. */
const FAILING: readonly [attempt: string, outcome: string][] = [
  ['a direct connection', 'ECONNREFUSED'],
  ['a direct connection to another address of the host', 'ENETUNREACH'],
  ['a direct connection by IPv6', 'ECONNREFUSED|EADDRNOTAVAIL|ENETUNREACH|EAFNOSUPPORT'],
  ['a direct connection to a public address', 'ENETUNREACH'],
  ['another resolver', 'ECONNREFUSED|ETIMEOUT|ENETUNREACH'],
  // It is sent, to a loopback where nothing listens; the test counts what arrives.
  ['UDP to loopback', 'sent|ECONNREFUSED'],
  ['UDP to a public address', 'ENETUNREACH'],
  ['a Unix socket', 'EPERM'],
  ['an abstract Unix socket', 'EPERM|ENOENT|EINVAL'],
  ['inherited sockets', '0'],
  ['the proxy of another process', 'ECONNREFUSED'],
  ['the daemon itself', 'ECONNREFUSED'],
  ['a denied host', '403'],
  ['a host without a rule', '403'],
  ['a denied host in upper case', '403'],
  ['a denied host with a dot', '403'],
  ['a host behind user and password', '400'],
  ['an URL with an allowed user', '403'],
  ['an address mapped to IPv6', '403'],
  ['an address of IPv6', '403'],
  ['a decimal address', '403'],
  ['an octal address', '403'],
  ['a hexadecimal address', '403'],
  ['a short address', '403'],
  ['an allowed name that leads to loopback', '403'],
  ['an address by CONNECT', '403'],
  ['a private address', '403'],
  ['the address of metadata', '403'],
  ['a Host that is not the target', '400'],
  ['a target that is not the Host', '400'],
  ['two Hosts', '400'],
  ['a denied Host without a target', '403'],
  ['a redirect to a denied host', 'reached 403'],
  ['a second request of a connection', '200 403'],
  ['a Unix socket by the proxy', '501'],
  ['an address by SOCKS', 'reply 2'],
  ['an address as a name by SOCKS', 'reply 2'],
  ['a denied host by SOCKS', 'reply 2'],
  ['a mapped address by SOCKS', 'reply 2'],
];

const proxy = (domains: Readonly<Record<string, DomainPermission>>) => ({
  proxy: {
    enabled: true,
    enableSocks5: true,
    enableSocks5Udp: false,
    allowUpstreamProxy: false,
    dangerouslyAllowAllUnixSockets: false,
    mode: 'full' as const,
    allowLocalBinding: false,
    domains,
  },
  environmentId: 'remote',
  executionId: 'e',
});

const isolated = { sandbox: managed('/', READ_ALL, 'enabled'), enforceManagedNetwork: true };

/** The address of this host in its network; where there is none, one that nobody has. */
const ownAddress = (): string =>
  Object.values(networkInterfaces())
    .flat()
    .find((found) => found?.family === 'IPv4' && !found.internal)?.address ?? '192.0.2.1';

const listen = async (server: Server, ...where: [path: string] | [port: number]): Promise<void> =>
  new Promise((resolve) => server.listen(...(where as [string]), resolve));

describeSandboxed('A sandboxed process with a network proxy', () => {
  let server: ExecServerHarness;
  let client: Client;
  const decisions: NetworkPolicyDecisionParams[] = [];
  let found: Readonly<Record<string, string>> = {};
  let requests = 0;
  let otherContacts = 0;
  let directory = '';
  const abstract = `\0network-${process.pid}`;
  const origin = createHttpServer((request, response) => {
    requests += 1;
    if (request.url === '/redirect') {
      response.writeHead(302, { location: 'http://bad.test/' });
    }
    response.end('{from origin}');
  });
  const local = [createServer(), createServer()];
  const udp = createSocket('udp4');

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'network-'));
    server = await execServer({ mode: 'daemon' });
    client = await server.client();
    client.onNotification('network/policyDecision', (decision) => decisions.push(decision));
    await listen(origin, 0);
    for (const [index, path] of [join(directory, 's'), abstract].entries()) {
      const socket = local[index] as Server;
      socket.on('connection', (connection) => {
        otherContacts += 1;
        connection.end('x');
      });
      await listen(socket, path);
    }
    udp.on('message', () => {
      otherContacts += 1;
    });
    await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
    const domains = { localhost: 'allow', 'bad.test': 'deny', '2130706433': 'allow' } as const;
    const networkProxy = proxy(domains);
    const other = client.run('sh', ['-c', 'echo $HTTP_PROXY; exec sleep 1000'], {
      networkProxy,
      reject: false,
    });
    const input = {
      origin: (origin.address() as AddressInfo).port,
      address: ownAddress(),
      udp: udp.address().port,
      path: join(directory, 's'),
      abstract,
      others: {
        proxy: Number(new URL(await firstOutput(other)).port),
        daemon: Number(new URL(server.url).port),
      },
    };
    const args = [ATTEMPTS, JSON.stringify(input)];
    // Node 22 warns that its support of proxies is experimental.
    const env = { ...ENV, NODE_NO_WARNINGS: '1' };
    const options = { env, extendEnv: false, networkProxy, ...isolated };
    const { stdout, stderr } = await client.run(process.execPath, args, options);
    expect(stderr).toBe('');
    found = JSON.parse(stdout);
    await other.kill('SIGKILL');
  }, 60_000);

  afterAll(async () => {
    await server.shutdown();
    for (const one of [origin, ...local]) {
      one.close();
    }
    udp.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(REACHING)('reaches %s', (attempt) => {
    expect(found[attempt]).toBe('reached');
  });

  test.each(FAILING)('fails by %s: %s', (attempt, outcome) => {
    expect(found[attempt]).toMatch(new RegExp(`^(${outcome})$`));
  });

  test('tries nothing that no test judges', () => {
    const judged = [...REACHING, ...FAILING.map(([attempt]) => attempt)];
    expect(Object.keys(found).sort()).toEqual(judged.sort());
  });

  test('reaches the origin by what is allowed alone, and no other server of the host', () => {
    // The redirect and the first request of the connection are to the allowed host.
    expect(requests).toBe(REACHING.length + 2);
    expect(otherContacts).toBe(0);
  });

  test('tells the client each decision', () => {
    expect(decisions).toContainEqual(
      expect.objectContaining({
        scope: 'domain',
        decision: 'deny',
        source: 'baseline_policy',
        reason: 'denied',
        protocol: 'socks5_tcp',
        host: 'bad.test',
        policyOverride: false,
      }),
    );
  });

  test('is refused without a proxy', async () => {
    await expect(client.run('true', [], isolated)).rejects.toMatchObject({
      cause: { code: -32_603 },
    });
  });
});
