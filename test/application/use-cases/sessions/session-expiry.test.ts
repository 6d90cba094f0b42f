import { describe, expect, test } from '@jest/globals';
import type { FakeProcess } from '../../../fakes/fake-process.js';
import { fault } from '../../../support/fault.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;

describe('Session that is not resumed', () => {
  test('is kept until just before its TTL', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('p');
    client.drop();
    bench.clock.advance(TTL_MS - 0.5);

    expect(bench.sessions.find(client.sessionId)).toBe(client.session);
    expect(bench.runner.latest.calls).toEqual([]);
  });

  test('is removed at its TTL, and its processes are killed', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('a');
    await client.start('b');
    client.drop();
    bench.clock.advance(TTL_MS);

    expect(bench.sessions.size).toBe(0);
    expect(bench.runner.started.map(({ calls }) => calls)).toEqual([['kill'], ['kill']]);
    expect(() => bench.connect().initialize(client.sessionId)).toThrow(
      fault('invalid-request', `unknown session id ${client.sessionId}`),
    );
  });

  test('kills the descendants of a process that was removed before', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('left');
    const [left] = bench.runner.started;
    left?.end();
    await client.start('all gone');
    const allGone = bench.runner.latest;
    allGone.end();
    allGone.gone();
    await client.start('gone later');
    const goneLater = bench.runner.latest;
    goneLater.end();
    bench.clock.advance(10 * TTL_MS);
    goneLater.gone();
    await expect(client.read('left')).rejects.toThrow('unknown process id left');
    client.drop();
    bench.clock.advance(TTL_MS);

    expect([left, allGone, goneLater].map((process) => process?.calls)).toEqual([['kill'], [], []]);
  });

  test.each([
    ['exited', (process: FakeProcess) => process.exit()],
    ['closed', (process: FakeProcess) => process.end()],
  ])('kills the descendants of a process that has %s', async (_name, end) => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('p');
    client.drop();
    bench.clock.advance(1);
    end(bench.runner.latest);
    bench.clock.advance(TTL_MS - 1);

    expect(bench.runner.latest.calls).toEqual(['kill']);
  });

  test('kills a starting process once it runs', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    const release = bench.runner.holdStarts();
    const start = client.start('p');
    client.drop();
    bench.clock.advance(TTL_MS);
    release();
    await start;

    expect(bench.runner.latest.calls).toEqual(['kill']);
  });

  test('logs the number of its processes when it expires', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('p');
    client.drop();
    bench.clock.advance(TTL_MS);

    expect(bench.logger.lines.at(-1)).toMatchObject({
      level: 'info',
      message: 'session ended',
      fields: { processes: 1, reason: 'expired' },
    });
  });
});

test('a session that is resumed in time does not expire', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  client.drop();
  bench.clock.advance(TTL_MS - 1);
  bench.resume(client.sessionId);
  bench.clock.advance(10 * TTL_MS);

  expect(bench.sessions.size).toBe(1);
  expect(bench.runner.latest.calls).toEqual([]);
});

test('every detachment restarts the TTL', () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  client.drop();
  bench.clock.advance(TTL_MS - 1);
  const second = bench.resume(client.sessionId);
  second.drop();
  bench.clock.advance(TTL_MS - 1);
  expect(bench.sessions.size).toBe(1);

  bench.clock.advance(1);
  expect(bench.sessions.size).toBe(0);
});

test('each session has its own TTL', () => {
  const bench = new UseCaseHarness();
  const [early, late, held] = [bench.open(), bench.open(), bench.open()];
  early.drop();
  bench.clock.advance(1000);
  late.drop();
  bench.clock.advance(TTL_MS - 1000);
  expect(bench.sessions.find(early.sessionId)).toBeUndefined();
  expect(bench.sessions.find(late.sessionId)).toBe(late.session);

  bench.clock.advance(1000);
  expect(bench.sessions.find(late.sessionId)).toBeUndefined();
  expect(bench.sessions.find(held.sessionId)).toBe(held.session);
});

test('sessionTtlMs sets the TTL', () => {
  const bench = new UseCaseHarness({ sessionTtlMs: 5 });
  bench.open().drop();
  bench.clock.advance(5);

  expect(bench.sessions.size).toBe(0);
});

describe('Session expiry timer that is late', () => {
  test('does not extend the TTL: a resume removes the session and kills its processes', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('p');
    client.drop();
    bench.clock.skip(TTL_MS);

    expect(() => bench.connect().initialize(client.sessionId)).toThrow(
      fault('invalid-request', `unknown session id ${client.sessionId}`),
    );
    expect(bench.sessions.size).toBe(0);
    expect(bench.runner.latest.calls).toEqual(['kill']);
  });

  test('has nothing left to do', async () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    await client.start('p');
    client.drop();
    bench.clock.skip(TTL_MS);
    expect(() => bench.connect().initialize(client.sessionId)).toThrow('unknown session id');
    bench.clock.advance(TTL_MS);
    await settled();

    expect(bench.runner.latest.calls).toEqual(['kill']);
    expect(bench.clock.pending).toBe(0);
  });
});
