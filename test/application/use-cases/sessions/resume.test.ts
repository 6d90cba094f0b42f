import { describe, expect, test } from '@jest/globals';
import { Session } from '../../../../src/domain/sessions/session.js';
import { fault } from '../../../support/fault.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const TTL_MS = 80_000;

describe('a session that is resumed', () => {
  test('hands events over to the new connection, in one sequence', async () => {
    const bench = new UseCaseHarness();
    const first = bench.open();
    await first.start('p');
    const process = bench.runner.latest;
    process.output('heard');
    first.drop();
    process.output('while nobody listens');
    const second = bench.resume(first.sessionId);
    process.output('heard by the new one');
    process.end(4);

    expect(first.events.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual(['output 1']);
    expect(second.events.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
      'output 3',
      'exited 4',
      'closed 5',
    ]);
  });

  test('sends events before the client has said initialized', async () => {
    const bench = new UseCaseHarness();
    const first = bench.open();
    await first.start('p');
    first.drop();
    const second = bench.connect();
    second.initialize(first.sessionId);
    bench.runner.latest.output('early');

    expect(second.events).toHaveLength(1);
  });

  test('lets its client read what it missed', async () => {
    const bench = new UseCaseHarness();
    const first = bench.open();
    await first.start('p');
    first.drop();
    bench.runner.latest.output('missed');
    bench.runner.latest.end(4);
    const page = await bench.resume(first.sessionId).read('p', { afterSeq: 0 });

    expect(page.chunks.map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['missed']);
    expect(page).toMatchObject({ nextSeq: 4, exitCode: 4, closed: true });
  });

  test('takes a write once that is sent again over the new connection', async () => {
    const bench = new UseCaseHarness();
    const first = bench.open();
    await first.start('p');
    await first.write('p', 'hello', 'w1');
    first.drop();

    expect(await bench.resume(first.sessionId).write('p', 'hello', 'w1')).toBe('accepted');
    expect(bench.runner.latest.calls).toEqual(['write hello']);
  });

  test('may be resumed any number of times', () => {
    const bench = new UseCaseHarness();
    let client = bench.open();
    const { session } = client;
    for (let round = 0; round < 5; round += 1) {
      client.drop();
      client = bench.resume(session.id);
    }

    expect(session.isAttachedTo(client.channel)).toBe(true);
  });
});

test('a session that another connection holds is free the moment that connection is lost', async () => {
  const bench = new UseCaseHarness();
  const holder = bench.open();
  const challenger = bench.connect();
  await expect(challenger.contend(holder.sessionId)).rejects.toThrow('already attached');
  holder.drop();

  expect(challenger.initialize(holder.sessionId).sessionId).toBe(holder.sessionId);
});

describe('a session that is not there', () => {
  test.each(['nobody knows', '', '00000000-0000-4000-8000-00000000000A'])(
    'is unknown: %j',
    (id) => {
      const bench = new UseCaseHarness();
      bench.open().drop();

      expect(() => bench.connect().initialize(id)).toThrow(
        fault('invalid-request', `unknown session id ${id}`),
      );
    },
  );

  test('is compared byte for byte: case matters', () => {
    const bench = new UseCaseHarness();
    const id = 'abcdef00-0000-4000-8000-000000000000';
    bench.sessions.add(new Session(id));

    expect(() => bench.connect().initialize(id.toUpperCase())).toThrow('unknown session id');
    expect(bench.connect().initialize(id).sessionId).toBe(id);
  });
});

describe('the time to live', () => {
  test('lets a session be resumed until just before its end', () => {
    const bench = new UseCaseHarness();
    const client = bench.open();
    client.drop();
    bench.clock.advance(TTL_MS - 0.001);

    expect(bench.resume(client.sessionId).session).toBe(client.session);
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
