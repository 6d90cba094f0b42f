import { describe, expect, test } from '@jest/globals';
import { requestText } from '../../adapters/http-server/request-text.js';
import { ask } from '../../adapters/http-server/test-listener.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { parsePrometheusText, sumsOf } from '../../support/prometheus-text.js';
import { TestFleet } from './test-fleet.js';

const get = (url: string | undefined, path: string, ...headers: string[]) =>
  ask(Number(new URL(url ?? '').port), requestText(`GET ${path}`, ['Host: 127.0.0.1', ...headers]));

/** SHA-256 of "secret". */
const tokenSha256 = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
const authentication = { mode: 'capability-token', tokenSha256 } as const;

const CLIENTS = 5;

describe('/metrics of a gateway', () => {
  test('count exactly what its clients did', async () => {
    await using fleet = new TestFleet();
    const nodes = [await fleet.node('a'), await fleet.node('b')];
    const gateway = await fleet.gateway(nodes, { metricsListen: '127.0.0.1:0' });
    const clients = [];
    for (let each = 0; each < CLIENTS; each += 1) {
      clients.push(await fleet.testClient(gateway));
    }
    await clients[0]?.reconnect({ resume: true });
    const stranger = await fleet.connect(gateway);
    await expect(stranger.initialize('nobody')).rejects.toThrow();
    const waiting = await fleet.connect(gateway);
    const refused = await fleet.connect(gateway);
    refused.sendText('x'.repeat(65_537));
    expect(await refused.waitForClose()).toBe(1009);
    await get(gateway.url, '/', 'Origin: http://x');
    const samples = parsePrometheusText((await get(gateway.metricsUrl, '/metrics'))[1]);
    const of = sumsOf(samples);
    expect({
      routed: of('gateway_connections_active', 'state="routed"'),
      waiting: of('gateway_connections_active', 'state="waiting"'),
      accepted: of('gateway_connections_total'),
      opened: of('gateway_upgrades_total', 'result="opened"'),
      upgrades: of('gateway_upgrades_total'),
      tooLong: of('gateway_not_routed_total', 'reason="first_message_too_long"'),
      notRouted: of('gateway_not_routed_total'),
      open: of('gateway_nodes', 'state="open"'),
      nodes: of('gateway_nodes'),
      failedReads: of('gateway_directory_reads_total', 'result="error"'),
      rejected: of('rejected_total', 'reason="forbidden"'),
    }).toEqual({
      routed: CLIENTS + 1,
      waiting: 1,
      accepted: CLIENTS + 4,
      opened: CLIENTS + 2,
      upgrades: CLIENTS + 2,
      tooLong: 1,
      notRouted: 1,
      open: 2,
      nodes: 2,
      failedReads: 0,
      rejected: 1,
    });
    expect(of('gateway_bytes_total', 'direction="from_clients"')).toBeGreaterThan(65_537);
    expect(of('gateway_bytes_total', 'direction="to_clients"')).toBeGreaterThan(1000);
    expect((await get(gateway.url, '/metrics'))[0]).toBe(404);
    await waiting.disconnect();
  });

  test('are on the address of clients with --metrics, for those with a token', async () => {
    await using fleet = new TestFleet();
    const gateway = await fleet.gateway('ws://127.0.0.1:1', { metrics: true, authentication });
    expect(gateway.metricsUrl).toBeUndefined();
    expect((await get(gateway.url, '/metrics'))[0]).toBe(401);
    expect((await get(gateway.url, '/metrics', 'Authorization: Bearer secret'))[0]).toBe(200);
  });

  test('are refused beyond loopback without authentication, and ask for the token with it', async () => {
    await using fleet = new TestFleet();
    const metricsListen = '0.0.0.0:0';
    await expect(fleet.gateway('ws://127.0.0.1:1', { metricsListen })).rejects.toThrow(
      'refusing to serve metrics on 0.0.0.0:0: there is no authentication',
    );
    const gateway = await fleet.gateway('ws://127.0.0.1:1', { metricsListen, authentication });
    expect((await get(gateway.metricsUrl, '/metrics'))[0]).toBe(401);
    expect((await get(gateway.metricsUrl, '/livez'))[0]).toBe(200);
  });

  test('ends the start at an address in use, with the other listener closed', async () => {
    await using fleet = new TestFleet();
    const first = await fleet.gateway('ws://127.0.0.1:1', { metricsListen: '127.0.0.1:0' });
    const metricsListen = new URL(first.metricsUrl ?? '').host;
    const logger = new RecordingLogger();
    await expect(fleet.gateway('ws://127.0.0.1:1', { metricsListen, logger })).rejects.toThrow(
      `Address in use (os error 98): ${metricsListen}`,
    );
    const listening = logger.lines.find(({ message }) => message === 'listening');
    await expect(get(String(listening?.fields?.url), '/livez')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    });
  });
});

test('/readyz of a gateway answers 503 until it knows a node, and /livez 200 all the time', async () => {
  await using fleet = new TestFleet();
  const gateway = await fleet.gateway('ws://127.0.0.1:1');
  expect(await get(gateway.url, '/readyz')).toEqual([503, 'no node is known']);
  expect(await get(gateway.url, '/livez')).toEqual([200, '']);
  const ready = await fleet.gateway([await fleet.node('a')]);
  expect(await get(ready.url, '/readyz')).toEqual([200, '']);
});

describe('A gateway that drains', () => {
  test('serves old and new clients until the last one has gone, and says so', async () => {
    await using fleet = new TestFleet();
    const logger = new RecordingLogger();
    const gateway = await fleet.gateway([await fleet.node('a')], { logger });
    const client = await fleet.testClient(gateway);
    const drained = gateway.drain();
    expect(await get(gateway.url, '/readyz')).toEqual([503, 'draining: 1 connection left']);
    await expect(client.request('environment/status', {})).resolves.toBeDefined();
    const late = await fleet.testClient(gateway);
    await client.disconnect('close');
    await late.disconnect('close');
    expect(await drained).toBe(0);
    const lines = logger.lines.filter(({ message }) => message.startsWith('drain'));
    expect(lines).toMatchObject([
      { message: 'draining', fields: { connections: 1 } },
      { message: 'drained' },
    ]);
  });

  test('is cut short when it is closed', async () => {
    await using fleet = new TestFleet();
    const gateway = await fleet.gateway([await fleet.node('a')]);
    const client = await fleet.testClient(gateway);
    const drained = gateway.drain({ timeoutMs: 60_000 });
    await gateway.close();
    await client.waitForClose();
    expect(await drained).toBe(1);
  });
});
