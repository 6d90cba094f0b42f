import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from '../../src/client/client.js';
import type { TraceContext } from '../../src/client/connection/messages.js';
import { ResumableConnection } from '../../src/client/connection/resumable-connection.js';
import { ConnectionInterrupted, RequestFailed } from '../../src/client/errors.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { settled } from '../support/settled.js';
import { FakeServer } from './fake-server.js';

const PATH = { path: 'file:///etc/hosts' };

let server: FakeServer;
let clock: FakeClock;

const open = async (trace?: () => TraceContext | undefined): Promise<Client> => {
  const connection = await ResumableConnection.open(
    {
      dial: server.dial,
      clock,
      random: () => 1,
      recoveryMs: undefined,
      peerTimeout: { pingIntervalMs: 1000, silentIntervals: 3 },
      initialize: (sessionId) => ({ clientName: 'test', resumeSessionId: sessionId ?? null }),
      trace,
    },
    new AbortController().signal,
  );
  const notHere = (): never => {
    throw new Error('not in this test');
  };
  return new Client(connection, { isOwner: true, attach: notHere, observe: notHere });
};

const cutAndRecover = async (): Promise<void> => {
  server.newest.cut();
  clock.advance(100);
  await settled();
};

beforeEach(() => {
  server = new FakeServer();
  clock = new FakeClock();
});

describe('Client.request', () => {
  test('resolves with the result, and rejects with the code and the data of an error', async () => {
    const client = await open();
    const canonical = client.request('fs/canonicalize', PATH);
    const start = client.request('no/such/method', {});
    const [, first, second] = server.newest.requests;
    expect(first).toMatchObject({ method: 'fs/canonicalize', params: PATH });
    server.newest.answer(first, PATH);
    const error = { code: -32_603, message: 'no', data: { kind: 'spawnNotFound' } };
    server.newest.tell({ id: second?.id, error });

    const { path } = await canonical;
    expect(path).toBe(PATH.path);
    const failure: unknown = await start.catch((reason: unknown) => reason);
    expect(failure).toBeInstanceOf(RequestFailed);
    expect(failure).toMatchObject(error);
  });

  test('sends a request again after a cut where that is asked for, and no other one', async () => {
    const client = await open();
    const once = client.request('fs/remove', { path: 'file:///x' });
    const often = client.request('fs/canonicalize', PATH, { repeat: true });
    const failed = expect(once).rejects.toBeInstanceOf(ConnectionInterrupted);
    await cutAndRecover();

    await failed;
    const [, ...again] = server.newest.requests;
    expect(again.map(({ method }) => method)).toEqual(['fs/canonicalize']);
    server.newest.answer(again[0], PATH);
    expect(await often).toEqual(PATH);
  });
});

test('Client.onNotification tells of notifications on every connection until it is unsubscribed', async () => {
  const client = await open();
  const seen: number[] = [];
  const unsubscribe = client.onNotification('fs/missingChanged', ({ watchId }) => {
    seen.push(watchId);
  });
  server.newest.notify('fs/missingChanged', { watchId: 1 });
  await cutAndRecover();
  server.newest.notify('fs/missingChanged', { watchId: 2 });
  unsubscribe();
  server.newest.notify('fs/missingChanged', { watchId: 3 });

  expect(seen).toEqual([1, 2]);
});

describe('trace of a request', () => {
  test('is that of the context in which the request was made, also when it is sent again', async () => {
    const contexts = new AsyncLocalStorage<TraceContext>();
    const client = await open(() => contexts.getStore());
    const contextA: TraceContext = { traceparent: '00-a', tracestate: 'vendor=1' };
    const ask = () => client.request('fs/canonicalize', PATH, { repeat: true });
    void contexts.run(contextA, ask);
    void ask();
    const traces = () => server.newest.requests.map(({ trace }) => trace);
    expect(traces()).toEqual([undefined, contextA, undefined]);
    await cutAndRecover();

    expect(traces()).toEqual([undefined, contextA, undefined]);
  });
});
