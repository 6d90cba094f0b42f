import { expect, test } from '@jest/globals';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

/** The calls of one method, without its name. */
const recorded = ({ metrics }: UseCaseHarness, method: string): unknown[] =>
  metrics.calls.filter(([name]) => name === method).map(([, ...args]) => args);

test('the load has attached and detached sessions, and what a drain is', () => {
  const harness = new UseCaseHarness();
  harness.open();
  harness.open();
  harness.open().drop();
  const load = { unacknowledgedBytes: 0, pausedProcesses: 0 };
  expect(harness.useCases.measureLoad.execute()).toEqual({
    ...load,
    attachedSessions: 2,
    detachedSessions: 1,
    isDraining: false,
  });

  void harness.useCases.drainSessions.execute(1000);
  expect(harness.useCases.measureLoad.execute()).toEqual({
    ...load,
    attachedSessions: 2,
    detachedSessions: 0,
    isDraining: true,
  });
});

test('the load has unacknowledged output and the processes that wait because of it', async () => {
  const harness = new UseCaseHarness({ outputWindowBytes: 100_000, maxRetainedBytes: 1_000_000 });
  const client = harness.open();
  await client.start('busy');
  harness.runner.latest.output('x'.repeat(60_000));
  await client.start('idle');
  const { unacknowledgedBytes, pausedProcesses } = harness.useCases.measureLoad.execute();
  expect(unacknowledgedBytes).toBeGreaterThanOrEqual(60_000);
  expect(pausedProcesses).toBe(1);

  client.session.acknowledge('busy', { after: 0, through: 1 });
  expect(harness.useCases.measureLoad.execute()).toMatchObject({
    unacknowledgedBytes: 0,
    pausedProcesses: 0,
  });
});

test('a finished process is counted by how it ended, with its duration', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  for (const [id, exitCode] of [
    ['good', 0],
    ['bad', 3],
    ['killed', 137],
  ] as const) {
    await client.start(id);
    const process = harness.runner.latest;
    if (id === 'killed') {
      await client.terminate(id);
    }
    harness.clock.advance(250);
    process.exit(exitCode);
  }
  expect(recorded(harness, 'processStarted')).toHaveLength(3);
  expect(recorded(harness, 'processFinished')).toEqual([
    ['success', 250],
    ['nonzero_exit', 250],
    ['terminated', 250],
  ]);
});

test('resumes are counted by their result, and an unresponsive client as lost', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  client.drop();
  const second = harness.resume(client.sessionId);
  expect(() => harness.connect().initialize('nonsense')).toThrow();
  second.channel.life = true;
  await expect(harness.connect().resumeContended(client.sessionId)).rejects.toThrow();
  second.channel.life = false;
  await harness.connect().resumeContended(client.sessionId);
  await settled();
  expect(recorded(harness, 'sessionResumed')).toEqual([
    ['success'],
    ['unknown_session'],
    ['already_attached'],
    ['success'],
  ]);
  expect(recorded(harness, 'peerLost')).toEqual([['unresponsive']]);
});

test('output that is evicted before its acknowledgement is counted in bytes', async () => {
  const harness = new UseCaseHarness({ outputRetentionBytes: 1000 }, 'evict');
  const client = harness.open();
  await client.start('p');
  harness.runner.latest.output('a'.repeat(700));
  harness.runner.latest.output('b'.repeat(700));
  client.session.acknowledge('p', { after: 0, through: 2 });
  harness.runner.latest.output('c'.repeat(700));
  expect(recorded(harness, 'outputDropped')).toEqual([[700]]);
});
