import { expect, test } from '@jest/globals';
import { ContainerModule } from 'inversify';
import { startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { TestClient } from '../../src/testing/test-client.js';
import { requestText } from '../adapters/http-server/request-text.js';
import { ask } from '../adapters/http-server/test-listener.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { RecordingMetrics } from '../fakes/recording-metrics.js';
import { KnownCredentials } from '../support/known-credentials.js';

const scrape = (url: string, ...headers: string[]): Promise<[number, string]> =>
  ask(Number(new URL(url).port), requestText('GET /metrics', ['Host: 127.0.0.1', ...headers]));

test('metricsListen serves metrics without a credential on loopback, until close()', async () => {
  const server = await startExecServer({
    metricsListen: '127.0.0.1:0',
    authentication: new KnownCredentials('right'),
  });
  const { metricsUrl = '', url } = server;
  expect(metricsUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const [status, text] = await scrape(metricsUrl);
  expect(status).toBe(200);
  expect(text).toContain('exec_server_sessions{state="attached"} 0');
  expect((await scrape(url))[0]).toBe(404);
  await server.close();
  await expect(scrape(metricsUrl)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('metrics are served on the address of clients with their credential alone', async () => {
  await using server = await startExecServer({
    metrics: true,
    authentication: new KnownCredentials('right'),
  });
  expect(server.metricsUrl).toBeUndefined();
  expect((await scrape(server.url))[0]).toBe(401);
  expect((await scrape(server.url, 'Authorization: right'))[0]).toBe(200);
});

test('a metrics address beyond loopback is refused without authentication, which it asks for with it', async () => {
  await expect(startExecServer({ metricsListen: '0.0.0.0:0' })).rejects.toThrow(
    'refusing to serve metrics on 0.0.0.0:0: there is no authentication',
  );
  await using server = await startExecServer({
    metricsListen: '0.0.0.0:0',
    authentication: new KnownCredentials('right'),
  });
  const url = server.metricsUrl ?? '';
  expect((await scrape(url))[0]).toBe(401);
  expect((await scrape(url, 'Authorization: right'))[0]).toBe(200);
});

test('a metrics address in use ends the start, with the other listeners closed', async () => {
  await using first = await startExecServer({ metricsListen: '127.0.0.1:0' });
  const taken = new URL(first.metricsUrl ?? '').host;
  await expect(startExecServer({ metricsListen: taken })).rejects.toThrow(
    `Address in use (os error 98): ${taken}`,
  );
});

test('metrics of an embedder are told what happens, and may throw', async () => {
  const metrics = new RecordingMetrics();
  const faulty = Object.assign(Object.create(metrics), {
    connectionOpened: () => {
      throw new Error('no more numbers');
    },
  });
  const logger = new RecordingLogger();
  const module = new ContainerModule(({ rebind }) => {
    rebind(PORTS.metrics).toConstantValue(faulty);
  });
  await using server = await startExecServer({ modules: [module], logger });
  await using client = await new TestClient(server.url).connect();
  await client.initialize();
  expect(metrics.calls).toEqual([['requestFinished', 'initialize', 'success', expect.any(Number)]]);
  expect(logger.lines).toContainEqual({
    level: 'error',
    message: 'custom adapter failed',
    fields: expect.objectContaining({ adapter: 'Metrics', message: 'no more numbers' }),
  });
});
