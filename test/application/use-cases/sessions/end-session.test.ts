import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('EndSession kills the processes and forgets the session', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.endSession();

  expect(harness.runner.latest.calls).toEqual(['kill']);
  expect(harness.sessions.size).toBe(0);
  expect(() => harness.connect().initialize(client.sessionId)).toThrow('unknown session id');
});

test('EndSession lets the client hear of the ends of its processes', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.endSession();
  harness.runner.latest.end(137);

  expect(client.events.map(({ kind }) => kind)).toEqual(['exited', 'closed']);
});

test('EndSession has later requests of the connection refused', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  client.endSession();

  await expect(client.start('p')).rejects.toThrow('session has ended');
  expect(() => client.endSession()).toThrow('session has ended');
  expect(harness.runner.started).toEqual([]);
});

test('EndSession leaves nothing to expire when its client disconnects', () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  client.endSession();
  client.drop();

  expect(harness.clock.pending).toBe(0);
  expect(harness.logger.lines.map(({ message }) => message)).toEqual([
    'session opened',
    'session ended',
    'connection ended',
  ]);
});
