import { describe, expect, test } from '@jest/globals';
import { Deferred } from '../../../support/deferred.js';
import { fault } from '../../../support/fault.js';
import { isPending } from '../../../support/is-pending.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;
const taken = fault(
  'already-attached',
  'session 00000000-0000-4000-8000-000000000001 is already attached to another connection',
);

describe('Resume of a session whose attached connection answers the probe', () => {
  test('is refused and changes nothing', async () => {
    const { harness, holder } = await held();

    await expect(harness.connect().resumeContended(holder.sessionId)).rejects.toEqual(taken);
    harness.runner.latest.output('still here');
    expect(holder.events).toHaveLength(1);
    expect(await holder.write('p', 'x')).toBe('accepted');
    expect(holder.channel.isEnded).toBe(false);
    expect(harness.clock.pending).toBe(0);
  });

  test('is refused once the probe is answered, not before', async () => {
    const { harness, holder, life } = await probed();
    const answer = harness.connect().resumeContended(holder.sessionId);
    expect(await isPending(answer)).toBe(true);
    life.resolve(true);

    await expect(answer).rejects.toEqual(taken);
  });

  test('leaves the challenger free to create its own session', async () => {
    const { harness, holder } = await held();
    const challenger = harness.connect();
    await expect(challenger.resumeContended(holder.sessionId)).rejects.toEqual(taken);

    expect(challenger.initialize().sessionId).not.toBe(holder.sessionId);
  });
});

describe('Resume of a session whose attached connection does not answer the probe', () => {
  test('hands over the session with its processes and ends the old connection', async () => {
    const { harness, holder, life } = await probed();
    const challenger = harness.connect();
    const answer = challenger.resumeContended(holder.sessionId);
    harness.runner.latest.output('before');
    life.resolve(false);
    expect((await answer).sessionId).toBe(holder.sessionId);
    challenger.acknowledge();
    harness.runner.latest.output('after');

    expect(challenger.events.map(({ seq }) => seq)).toEqual([2]);
    expect((await challenger.read('p')).chunks.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(holder.events.map(({ seq }) => seq)).toEqual([1]);
    expect(holder.channel.isEnded).toBe(true);
    expect(holder.channel.probes).toEqual([1000]);
    expect(harness.logger.lines.map(({ message }) => message)).toEqual([
      'session opened',
      'process started',
      'session taken over',
      'session resumed',
    ]);
  });

  test('neither expires nor detaches the session when the old connection is reported lost', async () => {
    const { harness, holder } = await held();
    holder.channel.life = false;
    const challenger = harness.connect();
    await challenger.resumeContended(holder.sessionId);
    holder.drop();
    harness.clock.advance(10 * TTL_MS);

    expect(challenger.session.isAttachedTo(challenger.channel)).toBe(true);
    expect(harness.sessions.size).toBe(1);
    expect(harness.runner.latest.calls).toEqual([]);
  });

  test('refuses further requests of the old connection', async () => {
    const { harness, holder } = await held();
    holder.channel.life = false;
    await harness.connect().resumeContended(holder.sessionId);

    await expect(holder.write('p', 'x')).rejects.toEqual(
      fault('invalid-request', 'session has been resumed by another connection'),
    );
  });

  test('probes for probeTimeoutMs', async () => {
    const harness = new UseCaseHarness({ probeTimeoutMs: 7 });
    const holder = harness.open();
    await expect(harness.connect().resumeContended(holder.sessionId)).rejects.toEqual(taken);

    expect(holder.channel.probes).toEqual([7]);
  });

  test('is refused for a challenger that has closed, and granted to the next one', async () => {
    const { harness, holder, life } = await probed();
    const challenger = harness.connect();
    const answer = challenger.resumeContended(holder.sessionId);
    challenger.drop();
    life.resolve(false);
    await expect(answer).rejects.toEqual(taken);
    expect(challenger.connection.isInitialized).toBe(false);
    harness.runner.latest.output('x');
    expect(challenger.events).toEqual([]);

    const next = harness.connect();
    expect((await next.resumeContended(holder.sessionId)).sessionId).toBe(holder.sessionId);
  });

  test('lets the session expire in time although a closed challenger had asked for it', async () => {
    const { harness, holder, life } = await probed();
    const challenger = harness.connect();
    const answer = challenger.resumeContended(holder.sessionId);
    challenger.drop();
    holder.drop();
    life.resolve(false);
    await expect(answer).rejects.toEqual(taken);
    harness.clock.advance(TTL_MS - 1);
    expect(harness.sessions.size).toBe(1);

    harness.clock.advance(1);
    expect(harness.sessions.size).toBe(0);
    expect(harness.runner.latest.calls).toEqual(['kill']);
  });
});

describe('Resume by several challengers', () => {
  test('grants the session to the first of two concurrent ones', async () => {
    const { harness, holder, life } = await probed();
    const [first, second] = [harness.connect(), harness.connect()];
    const answers = Promise.allSettled([
      first.resumeContended(holder.sessionId),
      second.resumeContended(holder.sessionId),
    ]);
    life.resolve(false);

    expect(await answers).toMatchObject([
      { status: 'fulfilled', value: { sessionId: holder.sessionId } },
      { status: 'rejected', reason: taken },
    ]);
    expect(first.session.isAttachedTo(first.channel)).toBe(true);
    expect(first.channel.isEnded).toBe(false);
    expect(second.connection.isInitialized).toBe(false);
  });

  test('probes the attached connection once for concurrent ones', async () => {
    const { harness, holder, life } = await probed();
    const answers = [1, 2, 3].map(() => harness.connect().resumeContended(holder.sessionId));
    const outcomes = Promise.allSettled(answers);
    expect(holder.channel.probes).toHaveLength(1);
    life.resolve(true);

    expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(holder.channel.probes).toHaveLength(1);
  });

  test('probes again for a later one', async () => {
    const { harness, holder } = await held();
    await expect(harness.connect().resumeContended(holder.sessionId)).rejects.toEqual(taken);
    holder.channel.life = false;

    await expect(harness.connect().resumeContended(holder.sessionId)).resolves.toBeDefined();
    expect(holder.channel.probes).toHaveLength(2);
  });
});

describe('Resume during the probe', () => {
  test('grants the session when the attached connection is lost, and leaves no expiry timer', async () => {
    const { harness, holder, life } = await probed();
    const challenger = harness.connect();
    const answer = challenger.resumeContended(holder.sessionId);
    holder.drop();
    life.resolve(false);
    await answer;
    harness.clock.advance(10 * TTL_MS);

    expect(challenger.session.isAttachedTo(challenger.channel)).toBe(true);
    expect(harness.sessions.size).toBe(1);
    expect(holder.channel.isEnded).toBe(false);
  });

  test('is refused when another connection has resumed the session meanwhile and is alive', async () => {
    const { harness, holder, life } = await probed();
    const late = harness.connect().resumeContended(holder.sessionId);
    holder.drop();
    const successor = harness.resume(holder.sessionId);
    life.resolve(false);

    await expect(late).rejects.toEqual(taken);
    expect(successor.session.isAttachedTo(successor.channel)).toBe(true);
    expect(successor.channel).toMatchObject({ probes: [1000], isEnded: false });
  });

  test('is refused as unknown when the session expires meanwhile', async () => {
    const { harness, holder, life } = await probed();
    const answer = harness.connect().resumeContended(holder.sessionId);
    holder.drop();
    harness.clock.advance(TTL_MS);
    life.resolve(false);

    await expect(answer).rejects.toEqual(
      fault('invalid-request', `unknown session id ${holder.sessionId}`),
    );
    expect(harness.sessions.size).toBe(0);
  });
});

const held = async () => {
  const harness = new UseCaseHarness();
  const holder = harness.open();
  await holder.start('p');
  return { harness, holder };
};

/** A session whose holder is probed until the test says what came of it. */
const probed = async () => {
  const life = new Deferred<boolean>();
  const { harness, holder } = await held();
  holder.channel.life = life.promise;
  return { harness, holder, life };
};
