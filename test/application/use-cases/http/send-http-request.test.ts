import { describe, expect, test } from '@jest/globals';
import type { HttpReply } from '../../../../src/application/use-cases/http/send-http-request.js';
import { isPending } from '../../../support/is-pending.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const text = ({ body }: HttpReply): string => Buffer.from(body).toString();

describe('Buffered response', () => {
  test('is returned whole, with its headers in order', async () => {
    const answer = await new UseCaseHarness().open().sendHttpRequest();

    expect(answer.status).toBe(200);
    expect(answer.headers.map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'set-cookie: a',
      'x: é',
      'set-cookie: b',
    ]);
    expect(text(answer)).toBe('hello');
  });

  test('fails when its body is cut short', async () => {
    await expect(
      new UseCaseHarness().open().sendHttpRequest({ url: 'http://cut.test/' }),
    ).rejects.toMatchObject({
      code: 'failed',
      message: 'error decoding response body',
    });
  });

  test('is refused and aborted beyond maxResponseBodyBytes', async () => {
    const harness = new UseCaseHarness({ maxResponseBodyBytes: 4 });

    await expect(harness.open().sendHttpRequest()).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringMatching(/it exceeds the 4 bytes that fit a reply; use streamResponse/),
    });
    expect(harness.web.brokenOff).toBe(1);
  });
});

describe('SendHttpRequest', () => {
  test('sends method, URL, headers with environment values and body', async () => {
    const harness = new UseCaseHarness();
    harness.host.variables = { TOKEN: 's3cr3t' };
    const headers = [{ name: 'X', value: 'v', valueEnvVar: 'TOKEN' }];
    const body = Buffer.from('b');
    await harness.open().sendHttpRequest({ method: 'pUT', url: 'http://a.test/x', headers, body });

    expect(harness.web.requests).toEqual([
      {
        method: 'pUT',
        url: new URL('http://a.test/x'),
        headers: [{ name: 'x', value: 'vs3cr3t', isSecret: true }],
        body,
      },
    ]);
  });

  test('is refused before initialize and before initialized', async () => {
    const harness = new UseCaseHarness();
    const client = harness.connect();
    const message = 'client must call initialize before using http methods';

    await expect(client.sendHttpRequest({ method: '' })).rejects.toThrow(message);
    client.initialize();
    await expect(client.sendHttpRequest()).rejects.toThrow(/initialized before using http methods/);
    expect(harness.web.requests).toEqual([]);
  });

  test('reports the URL of a failed request without user, password or secrets', async () => {
    const harness = new UseCaseHarness();
    harness.host.variables = { TOKEN: 's3cr3t' };
    const failing = harness.open().sendHttpRequest({
      url: 'http://me:pass@nobody.test/x?y#z',
      headers: [{ name: 'X', value: 'v', valueEnvVar: 'TOKEN' }],
    });

    await expect(failing).rejects.toMatchObject({
      code: 'failed',
      message: 'error sending request for url (http://nobody.test/x?y#z)',
    });
    expect(JSON.stringify(harness.logger.lines)).not.toMatch(/s3cr3t|pass|nobody/);
  });
});

describe('SendHttpRequest redirects', () => {
  const moved = (to: string): string => `http://moved.test/?to=${encodeURIComponent(to)}`;

  test('are followed, and the redirect responses aborted', async () => {
    const harness = new UseCaseHarness();

    expect(text(await harness.open().sendHttpRequest({ url: moved('http://b.test/') }))).toBe(
      'hello',
    );
    expect(harness.web.requests.map(({ url }) => url.host)).toEqual(['moved.test', 'b.test']);
    expect(harness.web.brokenOff).toBe(1);
  });

  test('are returned when followRedirects is false', async () => {
    const harness = new UseCaseHarness();
    const url = moved('http://b.test/');

    expect((await harness.open().sendHttpRequest({ url, followRedirects: false })).status).toBe(
      302,
    );
    expect(harness.web.requests).toHaveLength(1);
  });

  test('are followed 10 times and no more', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = ({ url }) => ({
      status: url.pathname === '/10' ? 200 : 302,
      headers: [['location', `/${Number(url.pathname.slice(1)) + 1}`]],
    });
    const client = harness.open();

    expect((await client.sendHttpRequest({ url: 'http://a.test/0' })).status).toBe(200);
    harness.web.requests.length = 0;
    await expect(client.sendHttpRequest({ url: 'http://a.test/11' })).rejects.toMatchObject({
      code: 'failed',
      message: 'too many redirects',
    });
    expect(harness.web.requests).toHaveLength(11);
  });

  test('report the URL that could not be reached', async () => {
    const failing = new UseCaseHarness()
      .open()
      .sendHttpRequest({ url: moved('http://nobody.test/b') });

    await expect(failing).rejects.toThrow(/for url \(http:\/\/nobody.test\/b\)$/);
  });

  test('fail when they lead to another scheme, and the redirect response is aborted', async () => {
    const harness = new UseCaseHarness();

    await expect(harness.open().sendHttpRequest({ url: moved('ftp://b/') })).rejects.toThrow(
      'redirect target uses unsupported URL scheme: ftp',
    );
    expect(harness.web.brokenOff).toBe(1);
  });
});

describe('SendHttpRequest timeout', () => {
  test('sends nothing when it is 0', async () => {
    const harness = new UseCaseHarness();

    await expect(harness.open().sendHttpRequest({ timeoutMs: 0 })).rejects.toMatchObject({
      code: 'failed',
      message: 'route-aware request timed out',
    });
    expect(harness.web.requests).toEqual([]);
  });

  test('aborts a request without a response', async () => {
    const harness = new UseCaseHarness();
    const url = 'http://silent.test/';
    const waiting = harness.open().sendHttpRequest({ url, timeoutMs: 50 });
    harness.clock.advance(49);
    expect(await isPending(waiting)).toBe(true);
    harness.clock.advance(1);

    await expect(waiting).rejects.toThrow(`error sending request for url (${url})`);
    expect(harness.web.brokenOff).toBe(1);
  });

  test('covers the body', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = () => ({ status: 200, parts: neverEnding() });
    const waiting = harness.open().sendHttpRequest({ timeoutMs: 50 });
    await settled();
    harness.clock.advance(50);

    await expect(waiting).rejects.toThrow('error decoding response body');
  });

  test('is cancelled by the reply', async () => {
    const harness = new UseCaseHarness();
    (await harness.open().sendHttpRequest({ timeoutMs: 50 })).onReplied();

    expect(harness.clock.pending).toBe(0);
  });
});

describe('SendHttpRequest on a closed connection', () => {
  test.each([false, true])('aborts a request without a response (streamed: %s)', async (stream) => {
    const harness = new UseCaseHarness();
    const client = harness.open();
    const url = 'http://silent.test/';
    const waiting = client.sendHttpRequest({ url, streamResponse: stream, timeoutMs: 50 });
    const failed = expect(waiting).rejects.toThrow();
    await settled();
    client.drop();

    await failed;
    expect(harness.web.brokenOff).toBe(1);
  });

  test('aborts a body', async () => {
    const harness = new UseCaseHarness();
    harness.web.reply = () => ({ status: 200, parts: neverEnding() });
    const client = harness.open();
    const failed = expect(client.sendHttpRequest()).rejects.toThrow();
    await settled();
    client.drop();

    await failed;
    expect(harness.web.brokenOff).toBe(1);
  });
});

describe('SendHttpRequest limits', () => {
  test('apply to the requests of one connection', async () => {
    const harness = new UseCaseHarness({ maxHttpRequests: 2 });
    const [client, other] = [harness.open(), harness.open()];
    const silent = { url: 'http://silent.test/', timeoutMs: 50 };
    const waiting = [client.sendHttpRequest(silent), client.sendHttpRequest(silent)];

    await expect(client.sendHttpRequest()).rejects.toThrow(/at most 2 per connection/);
    expect((await other.sendHttpRequest()).status).toBe(200);
    const failed = Promise.allSettled(waiting);
    harness.clock.advance(50);
    await failed;
    expect((await client.sendHttpRequest()).status).toBe(200);
  });

  test('apply to the bodies of all connections until their replies are sent', async () => {
    const harness = new UseCaseHarness({ maxBufferedBodyBytes: 6000 });
    const [client, other] = [harness.open(), harness.open()];
    const first = await client.sendHttpRequest();

    await expect(other.sendHttpRequest()).rejects.toThrow(/exceed 6000 bytes/);
    await expect(other.sendHttpRequest({ body: Buffer.alloc(6001) })).rejects.toThrow(
      /exceed 6000 bytes/,
    );
    first.onReplied();
    expect(text(await other.sendHttpRequest())).toBe('hello');
    other.drop();
    expect(text(await client.sendHttpRequest())).toBe('hello');
  });
});

async function* neverEnding(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x');
  await new Promise(() => undefined);
}
