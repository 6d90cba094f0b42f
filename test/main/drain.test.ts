import { expect, test } from '@jest/globals';
import { startExecServer } from '../../src/main/exec-server.js';
import { StartupError } from '../../src/main/startup-error.js';
import { TestClient } from '../../src/testing/test-client.js';
import { requestText } from '../adapters/http-server/request-text.js';
import { ask } from '../adapters/http-server/test-listener.js';

test('drain() refuses new sessions with a kind of error, and resolves with what close() leaves', async () => {
  await using server = await startExecServer();
  await using client = await new TestClient(server.url).connect();
  await client.initialize();
  const left = server.drain();
  await using other = await new TestClient(server.url).connect();
  await expect(other.initialize()).rejects.toMatchObject({
    code: -32_603,
    data: { kind: 'draining' },
  });
  const port = Number(new URL(server.url).port);
  expect(await ask(port, requestText('GET /readyz', []))).toEqual([
    503,
    'draining: 1 session left',
  ]);
  await server.close();
  expect(await left).toBe(1);
});

test.each([-1, Number.NaN, '5'])('drain() refuses %j as its timeoutMs', async (timeoutMs) => {
  await using server = await startExecServer();
  expect(() => server.drain({ timeoutMs: timeoutMs as number })).toThrow(StartupError);
});

test.each([-1, Number.NaN, '5'])('onIdle() refuses %j as its idleMs', async (idleMs) => {
  await using server = await startExecServer();
  expect(() => server.onIdle(idleMs as number, () => undefined)).toThrow(
    new StartupError(`idleMs: expected a number of milliseconds from 0, not "${idleMs}"`),
  );
});
