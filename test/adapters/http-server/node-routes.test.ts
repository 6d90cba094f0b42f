import { describe, expect, jest, test } from '@jest/globals';
import type { AdmittedClient } from '../../../src/adapters/http-server/http-request-handler.js';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ACCEPTED, ask, testListener } from './test-listener.js';

const NODE = { name: 'node-1', sessions: 1, maxSessions: 2, draining: false };

const upgrade = (...headers: string[]): string =>
  requestText('GET /', [...UPGRADE_HEADERS, ...headers]);

describe('A node', () => {
  test('describes itself at /node; a server that is none has no such path', async () => {
    await using node = await testListener({}, { describeNode: () => NODE });
    await using server = await testListener();
    const [status, body] = await ask(node.port, requestText('GET /node', ['Host: localhost']));
    expect([status, JSON.parse(body)]).toEqual([200, NODE]);
    expect((await ask(node.port, requestText('POST /node', ['Host: localhost'])))[0]).toBe(405);
    expect((await ask(server.port, requestText('GET /node', ['Host: localhost'])))[0]).toBe(404);
  });

  test.each([
    ['for itself', NODE, ['Exec-Server-Node: node-1', 'Exec-Server-New-Session: true'], 299],
    ['for another node', NODE, ['Exec-Server-Node: node-2'], 421],
    ['for a new session while full', { ...NODE, sessions: 2 }, ['Exec-Server-New-Session: 1'], 503],
    [
      'for a new session while draining',
      { ...NODE, draining: true },
      ['Exec-Server-New-Session: 1'],
      503,
    ],
    ['for a resume while draining and full', { ...NODE, sessions: 2, draining: true }, [], 299],
  ] as const)('answers an upgrade %s', async (_, node, headers, status) => {
    await using listener = await testListener({}, { describeNode: () => node });
    expect((await ask(listener.port, upgrade(...headers)))[0]).toBe(status);
  });
});

test('A request that asks for neither readiness nor a node computes neither', async () => {
  const describeNode = jest.fn(() => NODE);
  const readiness = jest.fn(() => ({ state: 'ready' }) as const);
  await using node = await testListener({}, { describeNode, readiness });
  expect(await ask(node.port, upgrade())).toEqual([ACCEPTED.status, ACCEPTED.body]);
  await ask(node.port, requestText('GET /livez', ['Host: localhost']));
  expect([describeNode.mock.calls.length, readiness.mock.calls.length]).toEqual([0, 0]);
  await ask(node.port, upgrade('Exec-Server-Node: node-1'));
  expect(describeNode).toHaveBeenCalledTimes(1);
});

describe('X-Forwarded-For', () => {
  const addressFor = async (proxies: string[], value: string): Promise<string | undefined> => {
    let client: AdmittedClient | undefined;
    await using listener = await testListener(
      {},
      {
        trustedProxies: proxies,
        accept: (...[, , , admitted]) => {
          client = admitted;
          return ACCEPTED;
        },
      },
    );
    await ask(listener.port, upgrade(`X-Forwarded-For: ${value}`));
    return client?.address;
  };

  test.each<[string, string[], string, string]>([
    ['names the client when a trusted address says so', ['127.0.0.1'], '192.0.2.7', '192.0.2.7'],
    [
      'names the client when a trusted network says so',
      ['127.0.0.0/8'],
      '2001:db8::1',
      '2001:db8::1',
    ],
    ['counts in its last address alone', ['127.0.0.1'], '6.6.6.6, 192.0.2.7', '192.0.2.7'],
    ['is nothing from another peer', ['10.0.0.0/8'], '192.0.2.7', '127.0.0.1'],
    ['is nothing without trusted proxies', [], '192.0.2.7', '127.0.0.1'],
    ['is nothing when it is no address', ['127.0.0.1'], 'unknown', '127.0.0.1'],
  ])('%s', async (_, proxies, value, address) => {
    expect(await addressFor(proxies, value)).toBe(address);
  });
});
