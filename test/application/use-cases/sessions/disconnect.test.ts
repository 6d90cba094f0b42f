import { expect, test } from '@jest/globals';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

test('a lost connection detaches its session, whose processes continue', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.drop();

  expect(client.session.isAttached).toBe(false);
  expect(harness.sessions.find(client.sessionId)).toBe(client.session);
  expect(harness.runner.latest.calls).toEqual([]);
});

test('a detached session keeps the output of its processes and sends it to no connection', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('p');
  client.drop();
  harness.runner.latest.output('kept');
  expect(client.events).toEqual([]);

  expect((await harness.resume(client.sessionId).read('p')).chunks).toHaveLength(1);
});

test('a lost connection without initialize leaves no timer and one log line', () => {
  const harness = new UseCaseHarness();
  const client = harness.connect();
  client.drop();

  expect(client.connection.closed.hasFired).toBe(true);
  expect(harness.clock.pending).toBe(0);
  expect(harness.logger.lines).toEqual([
    { level: 'info', message: 'connection ended', fields: { reason: 'dropped' } },
  ]);
});

test('a lost connection that is reported twice counts once', () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  client.drop();
  harness.clock.advance(79_999);
  client.drop();
  expect(harness.clock.pending).toBe(1);
  const ends = harness.logger.lines.filter(({ message }) => message === 'connection ended');
  expect(ends).toHaveLength(1);

  harness.clock.advance(1);
  expect(harness.sessions.size).toBe(0);
});

test('a lost connection that is reported late does not detach the new connection', () => {
  const harness = new UseCaseHarness();
  const first = harness.open();
  first.drop();
  const second = harness.resume(first.sessionId);
  const { pending } = harness.clock;
  first.drop();

  expect(second.session.isAttachedTo(second.channel)).toBe(true);
  expect(harness.clock.pending).toBe(pending);
});

test('a detached session is logged with the number of its processes', async () => {
  const harness = new UseCaseHarness();
  const client = harness.open();
  await client.start('a');
  await client.start('b');
  client.drop();

  expect(harness.logger.lines.at(-1)).toMatchObject({
    level: 'info',
    message: 'session detached',
    fields: { processes: 2 },
  });
});
