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

describe('a session whose holder gives a sign of life', () => {
  test('stays with it: the newcomer is refused, and nothing changes', async () => {
    const { bench, holder } = await held();

    await expect(bench.connect().contend(holder.sessionId)).rejects.toEqual(taken);
    bench.runner.latest.output('still here');
    expect(holder.events).toHaveLength(1);
    expect(await holder.write('p', 'x')).toBe('accepted');
    expect(holder.channel.isEnded).toBe(false);
    expect(bench.clock.pending).toBe(0);
  });

  test('is refused once the holder has answered, not before', async () => {
    const { bench, holder, life } = await probed();
    const answer = bench.connect().contend(holder.sessionId);
    expect(await isPending(answer)).toBe(true);
    life.resolve(true);

    await expect(answer).rejects.toEqual(taken);
  });

  test('leaves the newcomer free to have a session of its own', async () => {
    const { bench, holder } = await held();
    const newcomer = bench.connect();
    await expect(newcomer.contend(holder.sessionId)).rejects.toEqual(taken);

    expect(newcomer.initialize().sessionId).not.toBe(holder.sessionId);
  });
});

describe('a session whose holder is silent', () => {
  test('goes to the newcomer, with its processes; the connection of the holder is ended', async () => {
    const { bench, holder, life } = await probed();
    const newcomer = bench.connect();
    const answer = newcomer.contend(holder.sessionId);
    bench.runner.latest.output('before');
    life.resolve(false);
    expect((await answer).sessionId).toBe(holder.sessionId);
    newcomer.acknowledge();
    bench.runner.latest.output('after');

    expect(newcomer.events.map(({ seq }) => seq)).toEqual([2]);
    expect((await newcomer.read('p')).chunks.map(({ seq }) => seq)).toEqual([1, 2]);
    expect(holder.events.map(({ seq }) => seq)).toEqual([1]);
    expect(holder.channel.isEnded).toBe(true);
    expect(holder.channel.probes).toEqual([1000]);
    expect(bench.logger.lines.map(({ message }) => message)).toEqual([
      'session opened',
      'process started',
      'session taken from a silent connection',
      'session resumed',
    ]);
  });

  test('does not expire, nor is it detached when the end of the old connection is noticed', async () => {
    const { bench, holder } = await held();
    holder.channel.life = false;
    const newcomer = bench.connect();
    await newcomer.contend(holder.sessionId);
    holder.drop();
    bench.clock.advance(10 * TTL_MS);

    expect(newcomer.session.isAttachedTo(newcomer.channel)).toBe(true);
    expect(bench.sessions.size).toBe(1);
    expect(bench.runner.latest.calls).toEqual([]);
  });

  test('is no longer open to the requests of that holder', async () => {
    const { bench, holder } = await held();
    holder.channel.life = false;
    await bench.connect().contend(holder.sessionId);

    await expect(holder.write('p', 'x')).rejects.toEqual(
      fault('invalid-request', 'session has been resumed by another connection'),
    );
  });

  test('is probed for as long as the limits say', async () => {
    const bench = new UseCaseHarness({ probeTimeoutMs: 7 });
    const holder = bench.open();
    await expect(bench.connect().contend(holder.sessionId)).rejects.toEqual(taken);

    expect(holder.channel.probes).toEqual([7]);
  });

  test('is not given to a newcomer that is gone meanwhile: the next one has it', async () => {
    const { bench, holder, life } = await probed();
    const newcomer = bench.connect();
    const answer = newcomer.contend(holder.sessionId);
    newcomer.drop();
    life.resolve(false);
    await expect(answer).rejects.toEqual(taken);
    expect(newcomer.connection.isInitialized).toBe(false);
    bench.runner.latest.output('x');
    expect(newcomer.events).toEqual([]);

    const next = bench.connect();
    expect((await next.contend(holder.sessionId)).sessionId).toBe(holder.sessionId);
  });

  test('expires in time although a newcomer that was gone had asked for it', async () => {
    const { bench, holder, life } = await probed();
    const newcomer = bench.connect();
    const answer = newcomer.contend(holder.sessionId);
    newcomer.drop();
    holder.drop();
    life.resolve(false);
    await expect(answer).rejects.toEqual(taken);
    bench.clock.advance(TTL_MS - 1);
    expect(bench.sessions.size).toBe(1);

    bench.clock.advance(1);
    expect(bench.sessions.size).toBe(0);
    expect(bench.runner.latest.calls).toEqual(['kill']);
  });
});

describe('several newcomers', () => {
  test('of two at once exactly one has the session: the first, who is alive', async () => {
    const { bench, holder, life } = await probed();
    const [first, second] = [bench.connect(), bench.connect()];
    const answers = Promise.allSettled([
      first.contend(holder.sessionId),
      second.contend(holder.sessionId),
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

  test('are served by one probe of the holder', async () => {
    const { bench, holder, life } = await probed();
    const answers = [1, 2, 3].map(() => bench.connect().contend(holder.sessionId));
    const outcomes = Promise.allSettled(answers);
    expect(holder.channel.probes).toHaveLength(1);
    life.resolve(true);

    expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    expect(holder.channel.probes).toHaveLength(1);
  });

  test('that come later make for a probe of their own', async () => {
    const { bench, holder } = await held();
    await expect(bench.connect().contend(holder.sessionId)).rejects.toEqual(taken);
    holder.channel.life = false;

    await expect(bench.connect().contend(holder.sessionId)).resolves.toBeDefined();
    expect(holder.channel.probes).toHaveLength(2);
  });
});

describe('while the holder is probed', () => {
  test('its own loss frees the session for the newcomer, and no expiry is left behind', async () => {
    const { bench, holder, life } = await probed();
    const newcomer = bench.connect();
    const answer = newcomer.contend(holder.sessionId);
    holder.drop();
    life.resolve(false);
    await answer;
    bench.clock.advance(10 * TTL_MS);

    expect(newcomer.session.isAttachedTo(newcomer.channel)).toBe(true);
    expect(bench.sessions.size).toBe(1);
    expect(holder.channel.isEnded).toBe(false);
  });

  test('somebody else who took the session meanwhile keeps it while alive', async () => {
    const { bench, holder, life } = await probed();
    const late = bench.connect().contend(holder.sessionId);
    holder.drop();
    const successor = bench.resume(holder.sessionId);
    life.resolve(false);

    await expect(late).rejects.toEqual(taken);
    expect(successor.session.isAttachedTo(successor.channel)).toBe(true);
    expect(successor.channel).toMatchObject({ probes: [1000], isEnded: false });
  });

  test('the session may expire: then it is unknown', async () => {
    const { bench, holder, life } = await probed();
    const answer = bench.connect().contend(holder.sessionId);
    holder.drop();
    bench.clock.advance(TTL_MS);
    life.resolve(false);

    await expect(answer).rejects.toEqual(
      fault('invalid-request', `unknown session id ${holder.sessionId}`),
    );
    expect(bench.sessions.size).toBe(0);
  });
});

const held = async () => {
  const bench = new UseCaseHarness();
  const holder = bench.open();
  await holder.start('p');
  return { bench, holder };
};

/** A session whose holder is probed until the test says what came of it. */
const probed = async () => {
  const life = new Deferred<boolean>();
  const { bench, holder } = await held();
  holder.channel.life = life.promise;
  return { bench, holder, life };
};
