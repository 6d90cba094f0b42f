import { expect, test } from '@jest/globals';
import type { Method } from '../../../src/adapters/json-rpc/method.js';
import { timedMethods } from '../../../src/adapters/json-rpc/timed-methods.js';
import { NoMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import type { ClientConnection } from '../../../src/application/connection/client-connection.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingMetrics } from '../../fakes/recording-metrics.js';

const connection = {} as ClientConnection;
const boom = (): never => {
  throw new Error('boom');
};

test('methods are the same ones, which cost nothing, where nothing is recorded', () => {
  const methods = new Map<string, Method>();
  expect(timedMethods(methods, new NoMetrics(), new FakeClock())).toBe(methods);
});

test('each result of a method is counted once, with the time that it took', async () => {
  const [metrics, clock] = [new RecordingMetrics(), new FakeClock()];
  const execute = (_: unknown, action: unknown): unknown => (action as () => unknown)();
  const methods = new Map<string, Method>([['m', { execute, present: (result) => result }]]);
  const timed = timedMethods(methods, metrics, clock).get('m');
  expect(timed?.execute(connection, () => 5)).toBe(5);
  expect(() => timed?.execute(connection, boom)).toThrow('boom');
  const later = timed?.execute(connection, async () => 'done');
  const failed = timed?.execute(connection, async () => boom());
  clock.advance(30);
  expect(await later).toBe('done');
  await expect(failed).rejects.toThrow('boom');
  expect(metrics.calls).toEqual([
    ['requestFinished', 'm', 'success', 0],
    ['requestFinished', 'm', 'error', 0],
    ['requestFinished', 'm', 'success', 30],
    ['requestFinished', 'm', 'error', 30],
  ]);
});
