import { describe, expect, test } from '@jest/globals';
import type { FakeProcess } from '../../../fakes/fake-process.js';
import { fault } from '../../../support/fault.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;

describe('Session that is not resumed', () => {
  test('is kept until just before its TTL', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.clock.advance(TTL_MS - 0.5);

    expect(harness.sessions.find(client.sessionId)).toBe(client.session);
    expect(harness.runner.latest.calls).toEqual([]);
  });

  test('is removed at its TTL, and its processes are killed', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('a');
    await client.start('b');
    client.drop();
    harness.clock.advance(TTL_MS);

    expect(harness.sessions.size).toBe(0);
    expect(harness.runner.started.map(({ calls }) => calls)).toEqual([['kill'], ['kill']]);
    expect(() => harness.connect().initialize(client.sessionId)).toThrow(
      fault('invalid-request', `unknown session id ${client.sessionId}`),
    );
  });

  test('kills the descendants of a process that was removed before', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('left');
    const [left] = harness.runner.started;
    left?.end();
    await client.start('all gone');
    const allGone = harness.runner.latest;
    allGone.end();
    allGone.gone();
    await client.start('gone later');
    const goneLater = harness.runner.latest;
    goneLater.end();
    harness.clock.advance(10 * TTL_MS);
    goneLater.gone();
    await expect(client.read('left')).rejects.toThrow('unknown process id left');
    client.drop();
    harness.clock.advance(TTL_MS);

    expect([left, allGone, goneLater].map((process) => process?.calls)).toEqual([['kill'], [], []]);
  });

  test.each([
    ['exited', (process: FakeProcess) => process.exit()],
    ['closed', (process: FakeProcess) => process.end()],
  ])('kills the descendants of a process that has %s', async (_name, end) => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.clock.advance(1);
    end(harness.runner.latest);
    harness.clock.advance(TTL_MS - 1);

    expect(harness.runner.latest.calls).toEqual(['kill']);
  });

  test('kills a starting process once it runs', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const release = harness.runner.holdStarts();
    const start = client.start('p');
    client.drop();
    harness.clock.advance(TTL_MS);
    release();
    await start;

    expect(harness.runner.latest.calls).toEqual(['kill']);
  });

  test('logs the number of its processes when it expires', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.clock.advance(TTL_MS);

    expect(harness.logger.lines.at(-1)).toMatchObject({
      level: 'info',
      message: 'session ended',
      fields: { processes: 1, reason: 'expired' },
    });
  });
});

test('a session that is resumed in time does not expire', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.drop();
  harness.clock.advance(TTL_MS - 1);
  harness.resume(client.sessionId);
  harness.clock.advance(10 * TTL_MS);

  expect(harness.sessions.size).toBe(1);
  expect(harness.runner.latest.calls).toEqual([]);
});

test('every detachment restarts the TTL', () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  client.drop();
  harness.clock.advance(TTL_MS - 1);
  const second = harness.resume(client.sessionId);
  second.drop();
  harness.clock.advance(TTL_MS - 1);
  expect(harness.sessions.size).toBe(1);

  harness.clock.advance(1);
  expect(harness.sessions.size).toBe(0);
});

test('each session has its own TTL', () => {
  const harness = new UseCaseHarness();
  const [early, late, held] = [harness.open(), harness.open(), harness.open()];
  early.drop();
  harness.clock.advance(1000);
  late.drop();
  harness.clock.advance(TTL_MS - 1000);
  expect(harness.sessions.find(early.sessionId)).toBeUndefined();
  expect(harness.sessions.find(late.sessionId)).toBe(late.session);

  harness.clock.advance(1000);
  expect(harness.sessions.find(late.sessionId)).toBeUndefined();
  expect(harness.sessions.find(held.sessionId)).toBe(held.session);
});

test('sessionTtlMs sets the TTL', () => {
  const harness = new UseCaseHarness({ sessionTtlMs: 5 });
  harness.open().drop();
  harness.clock.advance(5);

  expect(harness.sessions.size).toBe(0);
});

describe('Session expiry timer that is late', () => {
  test('does not extend the TTL: a resume removes the session and kills its processes', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.clock.skip(TTL_MS);

    expect(() => harness.connect().initialize(client.sessionId)).toThrow(
      fault('invalid-request', `unknown session id ${client.sessionId}`),
    );
    expect(harness.sessions.size).toBe(0);
    expect(harness.runner.latest.calls).toEqual(['kill']);
  });

  test('has nothing left to do', async () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    await client.start('p');
    client.drop();
    harness.clock.skip(TTL_MS);
    expect(() => harness.connect().initialize(client.sessionId)).toThrow('unknown session id');
    harness.clock.advance(TTL_MS);
    await settled();

    expect(harness.runner.latest.calls).toEqual(['kill']);
    expect(harness.clock.pending).toBe(0);
  });
});
