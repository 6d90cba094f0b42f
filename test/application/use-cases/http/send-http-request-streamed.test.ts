import { describe, expect, test } from '@jest/globals';
import type { ClientNotification } from '../../../../src/application/ports/client-notification.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const STREAMED = { streamResponse: true };

/** What a client was told: number, bytes, and how it ended. */
const told = (client: HarnessClient): string[] => client.channel.notifications.map(inWords);

const inWords = (notification: ClientNotification): string => {
  if (notification.kind !== 'response-body-delta') {
    return notification.kind;
  }
  const { requestId, seq, bytes, done, error } = notification;
  const end = done ? ` end ${error ?? ''}` : '';
  return `${requestId} ${seq} ${Buffer.from(bytes)}${end}`.trim();
};

/** Sends a request whose answer leaves at once, and lets its body come as far as it can. */
const stream = async (client: HarnessClient, command = {}): Promise<void> => {
  (await client.sendHttpRequest({ ...STREAMED, ...command })).onReplied();
  await settled();
};

describe('A streamed response', () => {
  test('comes part by part, and nothing before its answer has left', async () => {
    const client = new UseCaseHarness().open();
    const answer = await client.sendHttpRequest(STREAMED);
    await settled();
    expect(answer).toMatchObject({ status: 200, body: new Uint8Array() });
    expect(told(client)).toEqual([]);
    answer.onReplied();
    await settled();

    expect(told(client)).toEqual(['r 1 hel', 'r 2 lo', 'r 3  end']);
  });

  test('has parts of a bounded size', async () => {
    const client = new UseCaseHarness({ maxBodyChunkBytes: 2 }).open();
    await stream(client);

    expect(told(client)).toEqual(['r 1 he', 'r 2 l', 'r 3 lo', 'r 4  end']);
  });

  test('tells that it is cut short', async () => {
    const client = new UseCaseHarness().open();
    await stream(client, { url: 'http://cut.test/' });

    expect(told(client)).toEqual(['r 1 ha', 'r 2  end error decoding response body']);
  });

  test('ends in time', async () => {
    const bench = new UseCaseHarness();
    bench.web.reply = () => ({ status: 200, parts: endless() });
    const client = bench.open();
    client.channel.isCongested = true;
    await stream(client, { timeoutMs: 50 });
    bench.clock.advance(50);
    client.channel.drain();
    await settled();

    expect(told(client).at(-1)).toMatch(/ end error decoding response body$/);
    expect(bench.web.brokenOff).toBe(1);
  });

  test('is fetched as fast as its client reads, and no faster', async () => {
    const bench = new UseCaseHarness();
    bench.web.reply = () => ({ status: 200, parts: endless() });
    const client = bench.open();
    client.channel.isCongested = true;
    await stream(client);
    await settled();

    expect(bench.web.fetched).toBe(1);
    client.channel.drain();
    await settled();
    await settled();
    expect(bench.web.fetched).toBeGreaterThan(1);
    client.drop();
  });

  test('is broken off with its connection, which is told nothing more', async () => {
    const bench = new UseCaseHarness();
    bench.web.reply = () => ({ status: 200, parts: endless() });
    const client = bench.open();
    client.channel.isCongested = true;
    await stream(client, { timeoutMs: 50 });
    client.drop();
    client.channel.drain();
    await settled();

    expect(told(client)).toEqual(['r 1 x']);
    expect(bench.web.brokenOff).toBe(1);
    expect(bench.clock.pending).toBe(1);
  });
});

describe('The id of a streamed response', () => {
  const ACTIVE = 'http/request streamResponse requestId `r` is already active';

  test('is taken until the body has ended', async () => {
    const client = new UseCaseHarness().open();
    const answer = await client.sendHttpRequest(STREAMED);

    await expect(client.sendHttpRequest(STREAMED)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: ACTIVE,
    });
    answer.onReplied();
    await settled();
    await stream(client);
    expect(told(client).filter((words) => words.endsWith('end'))).toHaveLength(2);
  });

  test('is free again when the client hears of the end', async () => {
    const client = new UseCaseHarness().open();
    let again: Promise<unknown> | undefined;
    const notify = client.channel.notify.bind(client.channel);
    client.channel.notify = (notification) => {
      again ??= inWords(notification).endsWith('end')
        ? client.sendHttpRequest(STREAMED)
        : undefined;
      return notify(notification);
    };
    await stream(client);

    expect(await again).toMatchObject({ status: 200 });
  });

  test('is looked at before anything else is', async () => {
    const client = new UseCaseHarness().open();
    await client.sendHttpRequest(STREAMED);

    await expect(client.sendHttpRequest({ ...STREAMED, method: '' })).rejects.toThrow(ACTIVE);
    await expect(client.sendHttpRequest({ ...STREAMED, timeoutMs: 0 })).rejects.toThrow(ACTIVE);
  });

  test('is free after a failure', async () => {
    const client = new UseCaseHarness().open();
    await expect(client.sendHttpRequest({ ...STREAMED, url: 'x' })).rejects.toThrow(/url/);

    await stream(client);
    expect(told(client)).toHaveLength(3);
  });

  test('belongs to its connection, and to streamed ones', async () => {
    const bench = new UseCaseHarness();
    const [client, other] = [bench.open(), bench.open()];
    await client.sendHttpRequest(STREAMED);

    expect((await client.sendHttpRequest()).status).toBe(200);
    expect((await other.sendHttpRequest(STREAMED)).status).toBe(200);
  });

  test('may differ, so that many come at once', async () => {
    const client = new UseCaseHarness().open();
    await Promise.all([
      stream(client, { requestId: '' }),
      stream(client, { requestId: 'b', url: 'http://cut.test/' }),
    ]);

    expect(told(client).filter((words) => words.startsWith('b'))).toEqual([
      'b 1 ha',
      'b 2  end error decoding response body',
    ]);
    expect(told(client)).toHaveLength(5);
  });
});

/** Lets others have their turn, as the network does. */
async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.from('x');
    await settled();
  }
}
