import { describe, expect, test } from '@jest/globals';
import type { ClientNotification } from '../../../../src/application/ports/client-notification.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const STREAMED = { streamResponse: true };

/** What a client was told: number, bytes, and how it ended. */
const told = (client: HarnessClient): string[] => client.channel.notifications.map(format);

const format = (notification: ClientNotification): string => {
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

describe('Streamed response', () => {
  test('is sent in parts once its reply has been sent', async () => {
    const client = new UseCaseHarness().open();
    const answer = await client.sendHttpRequest(STREAMED);
    await settled();
    expect(answer).toMatchObject({ status: 200, body: new Uint8Array() });
    expect(told(client)).toEqual([]);
    answer.onReplied();
    await settled();

    expect(told(client)).toEqual(['r 1 hel', 'r 2 lo', 'r 3  end']);
  });

  test('has parts of at most maxBodyChunkBytes', async () => {
    const client = new UseCaseHarness({ maxBodyChunkBytes: 2 }).open();
    await stream(client);

    expect(told(client)).toEqual(['r 1 he', 'r 2 l', 'r 3 lo', 'r 4  end']);
  });

  test('reports that the body was cut short', async () => {
    const client = new UseCaseHarness().open();
    await stream(client, { url: 'http://cut.test/' });

    expect(told(client)).toEqual(['r 1 ha', 'r 2  end error decoding response body']);
  });

  test('ends with an error at the timeout', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = () => ({ status: 200, parts: endless() });
    const client = harness.open();
    client.channel.isCongested = true;
    await stream(client, { timeoutMs: 50 });
    harness.clock.advance(50);
    client.channel.drain();
    await settled();

    expect(told(client).at(-1)).toMatch(/ end error decoding response body$/);
    expect(harness.web.brokenOff).toBe(1);
  });

  test('is fetched only as fast as its client reads', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = () => ({ status: 200, parts: endless() });
    const client = harness.open();
    client.channel.isCongested = true;
    await stream(client);
    await settled();

    expect(harness.web.fetched).toBe(1);
    client.channel.drain();
    await settled();
    await settled();
    expect(harness.web.fetched).toBeGreaterThan(1);
    client.drop();
  });

  test('is aborted with its connection, which gets nothing more', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = () => ({ status: 200, parts: endless() });
    const client = harness.open();
    client.channel.isCongested = true;
    await stream(client, { timeoutMs: 50 });
    client.drop();
    client.channel.drain();
    await settled();

    expect(told(client)).toEqual(['r 1 x']);
    expect(harness.web.brokenOff).toBe(1);
    expect(harness.clock.pending).toBe(1);
  });
});

describe('Streamed response requestId', () => {
  const ACTIVE = 'requestId `r` is already active';

  test('stays in use until the body has ended', async () => {
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

  test('is free when the client gets the end', async () => {
    const client = new UseCaseHarness().open();
    let again: Promise<unknown> | undefined;
    const notify = client.channel.notify.bind(client.channel);
    client.channel.notify = (notification) => {
      again ??= format(notification).endsWith('end') ? client.sendHttpRequest(STREAMED) : undefined;
      return notify(notification);
    };
    await stream(client);

    expect(await again).toMatchObject({ status: 200 });
  });

  test('is checked before the method and the timeout', async () => {
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

  test('is unique per connection and among streamed requests only', async () => {
    const harness = new UseCaseHarness();
    const [client, other] = [harness.open(), harness.open()];
    await client.sendHttpRequest(STREAMED);

    expect((await client.sendHttpRequest()).status).toBe(200);
    expect((await other.sendHttpRequest(STREAMED)).status).toBe(200);
  });

  test('may differ for concurrent responses', async () => {
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

/** Yields to other tasks between two parts, as the network does. */
async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) {
    yield Buffer.from('x');
    await settled();
  }
}
