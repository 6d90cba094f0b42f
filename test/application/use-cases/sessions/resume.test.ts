import { describe, expect, test } from '@jest/globals';
import { Session } from '../../../../src/domain/sessions/session.js';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;

describe('Resume', () => {
  test('sends events to the new connection, in one sequence', async () => {
    const harness = new UseCaseHarness();
    const first = harness.open();
    await first.start('p');
    const process = harness.runner.latest;
    process.output('heard');
    first.drop();
    process.output('detached');
    const second = harness.resume(first.sessionId);
    process.output('heard by the new one');
    process.end(4);

    expect(first.events.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(['output 1']);
    expect(second.events.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
      'output 3',
      'exited 4',
      'closed 5',
    ]);
  });

  test('sends events before initialized', async () => {
    const harness = new UseCaseHarness();
    const first = harness.open();
    await first.start('p');
    first.drop();
    const second = harness.connect();
    second.initialize(first.sessionId);
    harness.runner.latest.output('early');

    expect(second.events).toHaveLength(1);
  });

  test('lets the client read what it missed', async () => {
    const harness = new UseCaseHarness();
    const first = harness.open();
    await first.start('p');
    first.drop();
    harness.runner.latest.output('missed');
    harness.runner.latest.end(4);
    const page = await harness.resume(first.sessionId).read('p', { afterSeq: 0 });

    expect(page.chunks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['missed']);
    expect(page).toMatchObject({ nextSeq: 4, exit: { exitCode: 4 }, closed: true });
  });

  test('applies a write that is repeated over the new connection once', async () => {
    const harness = new UseCaseHarness();
    const first = harness.open();
    await first.start('p');
    await first.write('p', 'hello', 'w1');
    first.drop();

    expect(await harness.resume(first.sessionId).write('p', 'hello', 'w1')).toBe('accepted');
    expect(harness.runner.latest.calls).toEqual(['write hello']);
  });

  test('may be repeated any number of times', () => {
    const harness = new UseCaseHarness();
    let client = harness.open();
    const { session } = client;
    for (let round = 0; round < 5; round += 1) {
      client.drop();
      client = harness.resume(session.id);
    }

    expect(session.isAttachedTo(client.channel)).toBe(true);
  });
});

test('a session is free at once when its attached connection is lost', async () => {
  const harness = new UseCaseHarness();
  const attached = harness.open();
  const challenger = harness.connect();
  await expect(challenger.resumeContended(attached.sessionId)).rejects.toThrow('already attached');
  attached.drop();

  expect(challenger.initialize(attached.sessionId).sessionId).toBe(attached.sessionId);
});

describe('Resume of an unknown session', () => {
  test.each(['unknown', '', '00000000-0000-4000-8000-00000000000A'])('is refused: %j', (id) => {
    const harness = new UseCaseHarness();
    harness.open().drop();

    expect(() => harness.connect().initialize(id)).toThrow(
      fault('invalid-request', `unknown session id ${id}`),
    );
  });

  test('compares ids byte for byte', () => {
    const harness = new UseCaseHarness();
    const id = 'abcdef00-0000-4000-8000-000000000000';
    harness.sessions.add(new Session(id));

    expect(() => harness.connect().initialize(id.toUpperCase())).toThrow('unknown session id');
    expect(harness.connect().initialize(id).sessionId).toBe(id);
  });
});

describe('Session TTL', () => {
  test('lets a session be resumed until just before 80 s', () => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    client.drop();
    harness.clock.advance(TTL_MS - 0.001);

    expect(harness.resume(client.sessionId).session).toBe(client.session);
  });

  test.each([TTL_MS, TTL_MS + 1])('is over after %d ms, whether or not the timer has run', (ms) => {
    const late = new UseCaseHarness();
    const client = late.open();
    client.drop();
    late.clock.skip(ms);

    expect(() => late.connect().initialize(client.sessionId)).toThrow(
      fault('invalid-request', `unknown session id ${client.sessionId}`),
    );
  });
});
