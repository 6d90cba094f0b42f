import { describe, expect, test } from '@jest/globals';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;

/** The log lines about a drain. */
const told = ({ logger }: UseCaseHarness): unknown[] =>
  logger.lines
    .filter(({ message }) => message.startsWith('drain'))
    .map(({ message, fields }) => [message, fields]);

describe('A server that drains', () => {
  test('refuses new sessions and says so, but resumes those that there are', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    void harness.useCases.drainSessions.execute(60_000);

    expect(() => harness.open()).toThrow(
      fault(
        'failed',
        'this exec-server is draining and takes no new sessions: connect to another one',
      ),
    );
    const resumed = harness.resume(client.sessionId);
    await resumed.start('another');
    harness.runner.latest.output('text');
    expect((await resumed.read('another')).chunks).toHaveLength(1);
  });

  test('is done when the last session has ended, with none left', async () => {
    const harness = new UseCaseHarness();
    const [client, other] = [harness.open(), harness.open()];
    await client.start('p');
    const left = harness.useCases.drainSessions.execute(10 * TTL_MS);
    harness.useCases.endSession.execute(other.connection);
    client.drop();
    harness.clock.advance(TTL_MS - 1);
    expect(await isPending(left)).toBe(true);

    harness.clock.advance(1);
    expect(await left).toBe(0);
    expect(harness.clock.pending).toBe(0);
  });

  test('is done at once where there is no session, without a timer', async () => {
    const harness = new UseCaseHarness();
    expect(await harness.useCases.drainSessions.execute(60_000)).toBe(0);
    expect(harness.clock.pending).toBe(0);
    expect(told(harness)).toEqual([
      ['draining', { sessions: 0, secondsLeft: 60 }],
      ['drained', {}],
    ]);
  });

  test('leaves what has not ended in time, with its processes', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    const left = harness.useCases.drainSessions.execute(25_000);
    harness.clock.advance(25_000);

    expect(await left).toBe(1);
    expect(harness.runner.latest.calls).toEqual([]);
    expect(told(harness)).toEqual([
      ['draining', { sessions: 1, secondsLeft: 25 }],
      ['drain progress', { sessions: 1, secondsLeft: 15 }],
      ['drain progress', { sessions: 1, secondsLeft: 5 }],
      ['drain timed out', { sessions: 1 }],
    ]);
  });

  test('waits without end where no time is given', async () => {
    const harness = new UseCaseHarness();
    harness.open();
    const left = harness.useCases.drainSessions.execute(Number.POSITIVE_INFINITY);
    harness.clock.advance(10 * TTL_MS);
    expect(await isPending(left)).toBe(true);
    expect(harness.useCases.checkReadiness.execute(true)).toEqual({
      state: 'draining',
      sessions: 1,
      remainingMs: Number.POSITIVE_INFINITY,
    });
  });

  test('ends detached sessions that have nothing to resume, at once', async () => {
    const harness = new UseCaseHarness();
    const [early, late, working] = [harness.open(), harness.open(), harness.open()];
    await working.start('p');
    working.drop();
    early.drop();
    void harness.useCases.drainSessions.execute(60_000);
    late.drop();

    expect([early, late, working].map(({ sessionId }) => harness.sessions.find(sessionId))).toEqual(
      [undefined, undefined, working.session],
    );
  });

  test('keeps a detached session whose closed process left descendants', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    harness.runner.latest.end();
    harness.clock.advance(2 * TTL_MS);
    expect(client.session.processCount).toBe(0);
    client.drop();
    void harness.useCases.drainSessions.execute(60_000);
    expect(harness.sessions.size).toBe(1);
  });

  test('stops waiting when the server stops, with what is left', async () => {
    const harness = new UseCaseHarness();
    harness.open();
    const left = harness.useCases.drainSessions.execute(60_000);
    harness.useCases.drainSessions.stop();
    harness.useCases.drainSessions.stop();
    expect(await left).toBe(1);
    expect(told(harness).slice(1)).toEqual([['drain cut short', { sessions: 1 }]]);
  });

  test('waits once when it is asked twice', async () => {
    const harness = new UseCaseHarness();
    harness.open();
    const first = harness.useCases.drainSessions.execute(20_000);
    const second = harness.useCases.drainSessions.execute(90_000);
    harness.clock.advance(20_000);
    expect(await Promise.all([first, second])).toEqual([1, 1]);
  });
});

test('a server that does not drain is ready, and stopping it cuts nothing short', () => {
  const harness = new UseCaseHarness();
  harness.useCases.drainSessions.stop();
  expect(harness.useCases.checkReadiness.execute(true)).toEqual({ state: 'ready' });
  expect(told(harness)).toEqual([]);
});
