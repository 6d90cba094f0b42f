import { describe, expect, test } from '@jest/globals';
import type { HttpClient } from '../../src/application/ports/http-client.js';
import type { OutgoingRequest } from '../../src/domain/http/http-message.js';
import type { FarReply } from '../support/far-answer.js';

/** A client, and the far end of its exchanges. */
export interface HttpClientSubject extends AsyncDisposable {
  readonly client: HttpClient;
  /** The address of the far end. */
  readonly url: URL;
  reply(answer: FarReply): void;
  /** Resolves when the far end has noticed that an exchange was broken off. */
  brokenOff(): Promise<void>;
  /** Resolves when a request has arrived at the far end. */
  arrived(): Promise<void>;
}

const NEVER = new AbortController().signal;

/** The rules that every `HttpClient` keeps to. */
export const httpClientContract = (name: string, open: () => Promise<HttpClientSubject>): void => {
  describe(`HttpClient contract: ${name}`, () => {
    test.each([200, 302, 404, 500, 999])('returns a response with status %i', async (status) => {
      await using subject = await open();
      subject.reply({ status, headers: [['location', 'http://nobody.test/']] });
      const response = await subject.client.send(requestTo(subject), NEVER);

      expect(response.status).toBe(status);
      expect(await textOf(response.body)).toBe('');
    });

    test('returns headers in order, repeated ones included, with names in lower case', async () => {
      await using subject = await open();
      const headers = [
        ['X-B', '1'],
        ['Set-Cookie', 'a'],
        ['x-a', ''],
        ['Set-Cookie', 'b'],
      ] as const;
      subject.reply({ status: 200, headers });
      const response = await subject.client.send(requestTo(subject), NEVER);
      response.discard();

      expect(response.headers.slice(0, 4).map((h) => [h.name, h.value])).toEqual(
        headers.map(([header, value]) => [header.toLowerCase(), value]),
      );
    });

    test('returns the whole body in order', async () => {
      await using subject = await open();
      const parts = Array.from({ length: 50 }, (_, index) => Buffer.alloc(10_000, index));
      subject.reply({ status: 200, parts });
      const { body } = await subject.client.send(requestTo(subject), NEVER);
      const got: Uint8Array[] = [];
      for await (const part of body) {
        got.push(part);
      }

      expect(Buffer.concat(got).equals(Buffer.concat(parts))).toBe(true);
    });

    test('ends a body that is cut short with an error, after what has arrived', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: [Buffer.from('part')], isCutShort: true });
      const { body } = await subject.client.send(requestTo(subject), NEVER);
      let text = '';
      const reading = (async () => {
        for await (const part of body) {
          text += Buffer.from(part);
        }
      })();

      await expect(reading).rejects.toThrow();
      expect(text).toBe('part');
    });

    test('fails when the connection is refused', async () => {
      await using subject = await open();
      subject.reply('refused');

      await expect(subject.client.send(requestTo(subject), NEVER)).rejects.toThrow();
    });

    test('aborts a request without a response', async () => {
      await using subject = await open();
      subject.reply('silence');
      const abort = new AbortController();
      const failed = expect(
        subject.client.send(requestTo(subject), abort.signal),
      ).rejects.toThrow();
      await subject.arrived();
      abort.abort();

      await failed;
      await subject.brokenOff();
    });

    test('sends nothing for a request that is already aborted', async () => {
      await using subject = await open();

      await expect(subject.client.send(requestTo(subject), AbortSignal.abort())).rejects.toThrow();
    });

    test('aborts a body while its reader waits', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: neverEnding() });
      const abort = new AbortController();
      const { body } = await subject.client.send(requestTo(subject), abort.signal);
      const parts = body[Symbol.asyncIterator]();
      expect(Buffer.from((await parts.next()).value).toString()).toBe('x');
      const failed = expect(parts.next()).rejects.toThrow();
      abort.abort();

      await failed;
      await subject.brokenOff();
    });

    test('aborts the exchange when its reader stops early', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: neverEnding() });
      const { body } = await subject.client.send(requestTo(subject), NEVER);
      for await (const _ of body) {
        break;
      }

      await subject.brokenOff();
    });

    test('aborts the body at discard', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: neverEnding() });
      (await subject.client.send(requestTo(subject), NEVER)).discard();

      await subject.brokenOff();
    });

    test('fails every request after dispose', async () => {
      await using subject = await open();
      await subject.client.dispose();
      await subject.client.dispose();

      await expect(subject.client.send(requestTo(subject), NEVER)).rejects.toThrow();
    });
  });
};

const requestTo = ({ url }: HttpClientSubject): OutgoingRequest => ({
  method: 'GET',
  url,
  headers: [],
  body: undefined,
});

const textOf = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = '';
  for await (const part of body) {
    text += Buffer.from(part);
  }
  return text;
};

async function* neverEnding(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('x');
  await new Promise(() => undefined);
}
