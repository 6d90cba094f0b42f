import { describe, expect, test } from '@jest/globals';
import { type FetchInit, RemoteFetch } from '../../../src/client/http/remote-fetch.js';
import { FakeSession, type SentRequest } from '../fake-session.js';

const URL_OF_TEST = 'http://host/path';
const OK = { status: 200, headers: [], bodyBase64: '' };

const fetchOver = (answer: (request: SentRequest) => unknown = () => OK) => {
  const connection = new FakeSession(answer);
  const remote = new RemoteFetch(connection);
  let seq = 0;
  return {
    connection,
    fetch: (init?: FetchInit) => remote.fetch(URL_OF_TEST, init),
    send: (text: string | Uint8Array, end: { done?: boolean; error?: string } = {}) => {
      seq += 1;
      connection.notify('http/request/bodyDelta', {
        requestId: 'fetch-1',
        seq,
        deltaBase64: Buffer.from(text).toString('base64'),
        done: end.done ?? false,
        error: end.error ?? null,
      });
    },
  };
};

describe('the body of a response', () => {
  test('is read as it comes', async () => {
    const { fetch, send } = fetchOver();
    const response = await fetch();
    const reader = response.body?.getReader();
    send('first');

    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('first');
    send('last');
    send('', { done: true });
    expect(Buffer.from((await reader?.read())?.value ?? '').toString()).toBe('last');
    expect((await reader?.read())?.done).toBe(true);
  });

  test('fails with its reason when the server cannot finish it', async () => {
    const { fetch, send } = fetchOver();
    const text = (await fetch()).text();
    send('part');
    send('', { done: true, error: 'error decoding response body' });

    await expect(text).rejects.toMatchObject({
      name: 'TypeError',
      message: 'terminated',
      cause: { message: 'error decoding response body' },
    });
  });

  test('fails when the connection is interrupted, and is never cut short', async () => {
    const { connection, fetch, send } = fetchOver();
    const text = (await fetch()).text();
    send('part');
    connection.interrupt();

    await expect(text).rejects.toMatchObject({
      code: 'ERR_RESPONSE_BODY_INTERRUPTED',
      receivedBytes: 4,
      message: expect.stringContaining('send the request again'),
    });
  });

  test('fails when the client is closed', async () => {
    const { connection, fetch } = fetchOver();
    const text = (await fetch()).text();
    connection.lose();

    await expect(text).rejects.toThrow(/was interrupted/);
  });

  test('fails when a chunk is missing', async () => {
    const { connection, fetch } = fetchOver();
    const text = (await fetch()).text();
    const delta = { requestId: 'fetch-1', seq: 2, deltaBase64: '', done: true, error: null };
    connection.notify('http/request/bodyDelta', delta);

    await expect(text).rejects.toMatchObject({ message: 'terminated' });
  });

  test('fails above 64 MiB that are not read', async () => {
    const { fetch, send } = fetchOver();
    const response = await fetch();
    for (let i = 0; i < 64; i += 1) {
      send(Buffer.alloc(1024 * 1024));
    }

    await expect(response.text()).rejects.toMatchObject({
      cause: { message: expect.stringContaining('67108864 bytes of the body are unread') },
    });
  });

  test('fails with the reason when its request is aborted', async () => {
    const { fetch } = fetchOver();
    const controller = new AbortController();
    const text = (await fetch({ signal: controller.signal })).text();
    controller.abort();

    await expect(text).rejects.toBe(controller.signal.reason);
  });

  test('is ignored once it is cancelled', async () => {
    const { fetch, send } = fetchOver();
    const response = await fetch();
    await response.body?.cancel();

    expect(() => send('late')).not.toThrow();
  });

  test.each([[204], [304]])('is null with status %d', async (status) => {
    const { fetch } = fetchOver(() => ({ ...OK, status }));

    expect((await fetch()).body).toBeNull();
  });
});

describe('a request', () => {
  test.each([
    ['GET', 'repeat'],
    ['PUT', 'repeat'],
    ['DELETE', 'repeat'],
    ['POST', 'fail'],
    ['PATCH', 'fail'],
  ])('%s that is interrupted before its answer: %s', async (method, whenInterrupted) => {
    const { connection, fetch } = fetchOver();
    await fetch({ method });

    expect(connection.sent[0]?.whenInterrupted).toBe(whenInterrupted);
  });

  test('has a whole body when it is answered on the next connection', async () => {
    let answer = (_: unknown): void => undefined;
    const { connection, fetch, send } = fetchOver(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const response = fetch();
    await new Promise(setImmediate);
    connection.interrupt();
    answer(OK);
    send('all', { done: true });

    expect(await (await response).text()).toBe('all');
  });

  test.each<[string, FetchInit, object]>([
    ['text', { method: 'POST', body: 'é' }, { bodyBase64: btoa('Ã©') }],
    ['bytes', { method: 'PUT', body: new Uint8Array([0, 255]) }, { bodyBase64: 'AP8=' }],
    [
      'a form',
      { method: 'POST', body: new URLSearchParams({ a: 'b' }) },
      { bodyBase64: btoa('a=b') },
    ],
    [
      'a stream',
      { method: 'POST', body: new Blob(['x']).stream(), duplex: 'half' },
      { bodyBase64: btoa('x') },
    ],
    ['no body', {}, { method: 'GET', streamResponse: true, redirectPolicy: 'follow' }],
    ['manual redirects', { redirect: 'manual' }, { redirectPolicy: 'stop' }],
    ['a time limit', { timeoutMs: 5 }, { timeoutMs: 5 }],
    ['headers', { headers: { 'X-A': 'b' } }, { headers: [{ name: 'x-a', value: 'b' }] }],
  ])('carries %s as it is', async (_, init, params) => {
    const { connection, fetch } = fetchOver();
    await fetch(init);

    expect(connection.sent[0]?.params).toMatchObject(params);
  });

  test('fails with a TypeError that has the cause', async () => {
    const cause = new Error('http/request failed: error sending request');
    const { fetch } = fetchOver(() => cause);

    await expect(fetch()).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause,
    });
  });

  test('is refused before anything is sent when no message can carry its body', async () => {
    const { connection, fetch } = fetchOver();
    const body = Buffer.alloc(11 * 1024 * 1024 + 1);

    await expect(fetch({ method: 'POST', body })).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED_BY_PROTOCOL',
    });
    expect(connection.sent).toEqual([]);
  });

  test('is not sent with an aborted signal', async () => {
    const { connection, fetch } = fetchOver();
    const signal = AbortSignal.abort();

    await expect(fetch({ signal })).rejects.toBe(signal.reason);
    expect(connection.sent).toEqual([]);
  });
});

test('a response has the url of its request, and so has its clone', async () => {
  const { fetch } = fetchOver(() => ({ ...OK, status: 700 }));
  const response = await fetch();

  expect(response).toMatchObject({ url: URL_OF_TEST, status: 700, ok: false });
  expect(response.clone().url).toBe(URL_OF_TEST);
});
