import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('a lost connection detaches its session, whose processes continue', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  client.drop();

  expect(client.session.isAttached).toBe(false);
  expect(bench.sessions.find(client.sessionId)).toBe(client.session);
  expect(bench.runner.latest.calls).toEqual([]);
});

test('a detached session keeps the output of its processes and sends it to no connection', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('p');
  client.drop();
  bench.runner.latest.output('kept');
  expect(client.events).toEqual([]);

  expect((await bench.resume(client.sessionId).read('p')).chunks).toHaveLength(1);
});

test('a lost connection without initialize leaves no timer and one log line', () => {
  const bench = new UseCaseHarness();
  const client = bench.connect();
  client.drop();

  expect(client.connection.closed.aborted).toBe(true);
  expect(bench.clock.pending).toBe(0);
  expect(bench.logger.lines).toEqual([
    { level: 'info', message: 'connection ended', fields: { reason: 'dropped' } },
  ]);
});

test('a lost connection that is reported twice counts once', () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  client.drop();
  bench.clock.advance(79_999);
  client.drop();
  expect(bench.clock.pending).toBe(1);
  const ends = bench.logger.lines.filter(({ message }) => message === 'connection ended');
  expect(ends).toHaveLength(1);

  bench.clock.advance(1);
  expect(bench.sessions.size).toBe(0);
});

test('a lost connection that is reported late does not detach the new connection', () => {
  const bench = new UseCaseHarness();
  const first = bench.open();
  first.drop();
  const second = bench.resume(first.sessionId);
  const { pending } = bench.clock;
  first.drop();

  expect(second.session.isAttachedTo(second.channel)).toBe(true);
  expect(bench.clock.pending).toBe(pending);
});

test('a detached session is logged with the number of its processes', async () => {
  const bench = new UseCaseHarness();
  const client = bench.open();
  await client.start('a');
  await client.start('b');
  client.drop();

  expect(bench.logger.lines.at(-1)).toMatchObject({
    level: 'info',
    message: 'session detached',
    fields: { processes: 2 },
  });
});
