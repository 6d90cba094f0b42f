import { describe, expect, test } from '@jest/globals';
import { HttpListener } from '../../../src/adapters/http-server/http-listener.js';
import { DEFAULT_LIMITS } from '../../../src/application/limits/limits.js';
import { SILENT } from '../../support/silent-ports.js';
import { requestText, UPGRADE_HEADERS } from './request-text.js';
import { ask, testListener } from './test-listener.js';

const HOST = ['Host: 127.0.0.1'];
const page = { metrics: async () => ({ contentType: 'text/plain; version=0.0.4', text: 'a 1\n' }) };

describe('/metrics', () => {
  test('is served to clients that are admitted, with its content type', async () => {
    await using server = await testListener({}, page);
    await using client = await server.connect();
    client.send(requestText('GET /metrics?x', HOST));
    const { status, body, headers } = await client.response();
    expect([status, body, headers['content-type']]).toEqual([
      200,
      'a 1\n',
      'text/plain; version=0.0.4',
    ]);
  });

  test.each([requestText('GET /metrics', HOST), requestText('GET /metrics', UPGRADE_HEADERS)])(
    'is refused as a WebSocket is to clients that are not admitted: %j',
    async (request) => {
      await using server = await testListener(
        {},
        {
          ...page,
          admission: { execute: async () => ({ outcome: 'refused', reason: 'who are you' }) },
        },
      );
      expect(await ask(server.port, request)).toEqual([401, 'who are you']);
      expect(server.metrics.calls).toEqual([['rejected', 'unauthorized']]);
    },
  );

  test('may only be read, and not by a web page', async () => {
    await using server = await testListener({}, page);
    expect(await ask(server.port, requestText('POST /metrics', HOST))).toEqual([405, '']);
    const fromPage = requestText('GET /metrics', [...HOST, 'Origin: http://a']);
    expect(await ask(server.port, fromPage)).toEqual([403, '']);
    expect(server.metrics.calls.map(([, reason]) => reason)).toEqual(['invalid_http', 'forbidden']);
  });

  test('is no path where no metrics are kept', async () => {
    await using server = await testListener();
    expect(await ask(server.port, requestText('GET /metrics', HOST))).toEqual([404, '']);
  });

  test('answers 500 when the metrics cannot be presented, and logs why', async () => {
    const metrics = async (): Promise<never> => {
      throw new RangeError('secret');
    };
    await using server = await testListener({}, { metrics });
    expect(await ask(server.port, requestText('GET /metrics', HOST))).toEqual([500, '']);
    expect(server.logger.lines[0]).toMatchObject({ message: 'presenting metrics failed' });
  });
});

test.each(['GET /livez', 'HEAD /livez'])(
  '%s is answered 200, also while it drains',
  async (line) => {
    const readiness = () => ({ state: 'draining', sessions: 1, remainingMs: 5 }) as const;
    await using server = await testListener({}, { readiness });
    expect(await ask(server.port, requestText(line, HOST))).toEqual([200, '']);
  },
);

test('a listener without WebSockets has probes and metrics alone', async () => {
  const listener = new HttpListener(
    {
      admission: { execute: async () => ({ outcome: 'granted' }) },
      readiness: () => ({ state: 'ready' }),
      allowedHosts: [],
      ...page,
    },
    DEFAULT_LIMITS,
    SILENT,
  );
  const { port } = await listener.listen({ host: '127.0.0.1', port: 0 });
  const statuses = await Promise.all(
    ['/', '/readyz', '/livez', '/metrics'].map(
      async (path) => (await ask(port, requestText(`GET ${path}`, UPGRADE_HEADERS)))[0],
    ),
  );
  expect(statuses).toEqual([404, 200, 200, 200]);
  await listener.close();
});
