import { beforeEach, describe, expect, test } from '@jest/globals';
import { ResumableConnection } from '../../../src/client/connection/resumable-connection.js';
import type { RequestOptions } from '../../../src/client/connection/session-connection.js';
import { CLOSE_CODES } from '../../../src/protocol/close-codes.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { isPending } from '../../support/is-pending.js';
import { settled } from '../../support/settled.js';
import { FakeServer } from '../fake-server.js';

const REPEAT = { whenInterrupted: 'repeat' } as const;
const FAIL = { whenInterrupted: 'fail' } as const;

let server: FakeServer;
let clock: FakeClock;
let connection: ResumableConnection;

const open = async (recoveryMs?: number): Promise<ResumableConnection> =>
  await ResumableConnection.open(
    {
      dial: server.dial,
      clock,
      random: () => 1,
      recoveryMs,
      peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
      initialize: (sessionId) => ({ clientName: 'test', resumeSessionId: sessionId ?? null }),
    },
    new AbortController().signal,
  );

/** A request whose rejection a test looks at later. */
const ask = (method: string, options: RequestOptions = REPEAT): Promise<unknown> => {
  const answer = connection.request(method, {}, options);
  answer.catch(() => undefined);
  return answer;
};

/** Lets time pass, and what follows from it. */
const pass = async (ms: number): Promise<void> => {
  clock.advance(ms);
  await settled();
};

beforeEach(async () => {
  server = new FakeServer();
  clock = new FakeClock();
  connection = await open();
});

describe('Resumable connection', () => {
  test('resumes its session after a cut, and sends unanswered requests again in their order', async () => {
    const answers = ['a', 'b'].map((name) => ask(`test/${name}`));
    server.newest.cut();
    expect(connection.state).toBe('recovering');
    const late = ask('test/c');
    await pass(100);
    expect(connection.state).toBe('connected');
    expect(connection.generation).toBe(2);
    const [initialize, ...repeated] = server.newest.requests;
    expect(initialize?.params.resumeSessionId).toBe('session-1');
    expect(repeated.map(({ method }) => method)).toEqual(['test/a', 'test/b', 'test/c']);
    for (const request of repeated) {
      server.newest.answer(request, request.method);
    }
    expect(await Promise.all([...answers, late])).toEqual(['test/a', 'test/b', 'test/c']);
  });

  test('rejects a request that must not be repeated once its connection is lost', async () => {
    const answer = ask('test/once', FAIL);
    server.newest.cut();
    await expect(answer).rejects.toMatchObject({
      name: 'ConnectionInterrupted',
      method: 'test/once',
    });
    const waiting = ask('test/later', FAIL);
    await pass(100);
    server.newest.answer(server.newest.requests[1], 'done');
    expect(await waiting).toBe('done');
  });

  test('dials at once when the server said that it goes away, else after a growing pause', async () => {
    server.newest.cut(1001);
    await pass(0);
    expect(connection.state).toBe('connected');
    server.refuseConnections();
    server.newest.cut();
    await pass(100);
    await pass(200);
    expect(connection.state).toBe('recovering');
    server.acceptConnections();
    await pass(399);
    expect(connection.state).toBe('recovering');
    await pass(1);
    expect(connection.state).toBe('connected');
  });

  test('is lost when no connection comes about within recoveryMs', async () => {
    connection = await open(1000);
    const answer = ask('test/a');
    const losses: string[] = [];
    connection.onLost(({ reason }) => losses.push(reason));
    server.refuseConnections();
    server.newest.cut();
    await pass(999);
    expect(await isPending(answer)).toBe(true);
    await pass(1);
    await expect(answer).rejects.toMatchObject({ reason: 'recovery-timeout' });
    expect(losses).toEqual(['recovery-timeout']);
    await expect(ask('test/b')).rejects.toThrow(/no connection within/);
  });

  test('counts recoveryMs from the first of several losses in a row, and anew after a connection that lasted', async () => {
    await connection.close();
    connection = await open(1000);
    const loseAgain = async (): Promise<void> => {
      server.newest.cut();
      await pass(800);
    };
    await loseAgain();
    for (let i = 0; i < 10; i += 1) {
      server.newest.probe('');
      await pass(1000);
    }
    await loseAgain();
    expect(connection.state).toBe('connected');
    await loseAgain();
    expect(connection.state).toBe('lost');
  });

  test.each([
    [-32_600, 'session-unknown'],
    [-32_603, 'refused'],
  ])('is lost at once when initialize is refused with %i', async (code, reason) => {
    const answer = ask('test/a');
    server.initializeError = { code, message: 'unknown session id session-1' };
    server.newest.cut();
    await pass(100);
    await expect(answer).rejects.toMatchObject({ reason });
    expect(connection.state).toBe('lost');
  });

  test('is lost when another client holds the session for longer than its own traces last', async () => {
    server.initializeError = { code: -32_010, message: 'already attached' };
    server.newest.cut();
    for (let i = 0; i < 10; i += 1) {
      await pass(3200);
    }
    await expect(ask('test/a')).rejects.toMatchObject({
      reason: 'attached-elsewhere',
    });
  });

  test('is lost at once when another client takes its session over', async () => {
    const losses: string[] = [];
    connection.onLost(({ reason }) => losses.push(reason));
    const answer = ask('test/a');
    server.newest.cut(CLOSE_CODES.sessionTakenOver);
    await expect(answer).rejects.toMatchObject({ reason: 'attached-elsewhere' });
    await pass(100_000);
    expect([connection.state, losses, server.connections.length]).toEqual([
      'lost',
      ['attached-elsewhere'],
      1,
    ]);
  });

  test('is not lost by one refusal behind other failures, which may have left traces of its own', async () => {
    server.refuseConnections(503);
    server.newest.cut();
    for (let i = 0; i < 10; i += 1) {
      await pass(3200);
    }
    server.acceptConnections();
    server.initializeError = { code: -32_010, message: 'already attached' };
    await pass(5000);
    expect(connection.state).toBe('recovering');
    server.initializeError = undefined;
    await pass(5000);
    expect(connection.state).toBe('connected');
  });

  test('opens no connection with a signal that is aborted', async () => {
    const settings = {
      dial: server.dial,
      clock,
      random: () => 1,
      recoveryMs: undefined,
      peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
      initialize: () => ({ clientName: 'test' }),
    };
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(ResumableConnection.open(settings, aborted)).rejects.toThrow('enough');
    expect(server.newest.isEnded).toBe(true);
  });

  test('is lost when the server refuses the token, and not when it is busy', async () => {
    server.refuseConnections(503);
    server.newest.cut();
    await pass(100);
    expect(connection.state).toBe('recovering');
    server.refuseConnections(401);
    await pass(200);
    expect(connection.state).toBe('lost');
  });

  test('gives up a connection whose peer is silent, and counts intervals instead of time', async () => {
    await pass(2000);
    expect(server.newest.pings).toBe(1);
    server.newest.probe('');
    await pass(2000);
    clock.skip(600_000);
    await pass(0);
    await pass(999);
    expect(connection.state).toBe('connected');
    await pass(1);
    expect(connection.state).toBe('recovering');
    await pass(100);
    expect(connection.generation).toBe(2);
  });

  test('gives up a connection that sends what is no message', async () => {
    server.newest.tell('nonsense');
    expect(connection.state).toBe('recovering');
    await pass(100);
    expect(connection.generation).toBe(2);
  });

  test('rejects everything when it is closed, also while it recovers', async () => {
    server.newest.cut();
    const answer = ask('test/a');
    await connection.close();
    await expect(answer).rejects.toMatchObject({ reason: 'closed' });
    await pass(10_000);
    expect(server.connections).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });

  test('gives a request up when its signal is aborted', async () => {
    const abort = new AbortController();
    const answer = ask('test/a', { ...REPEAT, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(answer).rejects.toThrow('enough');
    server.newest.cut();
    await pass(100);
    expect(server.newest.requests).toHaveLength(1);
  });
});
