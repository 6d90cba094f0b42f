import { describe, expect, test } from '@jest/globals';
import type { HttpClient } from '../../src/application/ports/http-client.js';
import type { OutgoingRequest } from '../../src/domain/http/http-request.js';
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

/** What everybody who takes an `HttpClient` relies on. */
export const httpClientContract = (name: string, open: () => Promise<HttpClientSubject>): void => {
  describe(`the HTTP client contract: ${name}`, () => {
    test.each([200, 302, 404, 500, 999])('a response with %i is a response', async (status) => {
      await using subject = await open();
      subject.reply({ status, headers: [['location', 'http://nobody.test/']] });
      const response = await subject.client.send(requestTo(subject), NEVER);

      expect(response.status).toBe(status);
      expect(await textOf(response.body)).toBe('');
    });

    test('headers keep their order, repeated ones too, with names in lower case', async () => {
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

    test('a body comes whole and in order', async () => {
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

    test('a body that is cut short ends with an error, behind what has come', async () => {
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

    test('where nobody is, there is no response', async () => {
      await using subject = await open();
      subject.reply('refused');

      await expect(subject.client.send(requestTo(subject), NEVER)).rejects.toThrow();
    });

    test('a request is broken off while nobody answers', async () => {
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

    test('a request is not even sent when it has been broken off before', async () => {
      await using subject = await open();

      await expect(subject.client.send(requestTo(subject), AbortSignal.abort())).rejects.toThrow();
    });

    test('a body is broken off while its reader waits', async () => {
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

    test('a reader that stops early breaks the exchange off', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: neverEnding() });
      const { body } = await subject.client.send(requestTo(subject), NEVER);
      for await (const _ of body) {
        break;
      }

      await subject.brokenOff();
    });

    test('a body of no interest is broken off', async () => {
      await using subject = await open();
      subject.reply({ status: 200, parts: neverEnding() });
      (await subject.client.send(requestTo(subject), NEVER)).discard();

      await subject.brokenOff();
    });

    test('after the end there are no exchanges', async () => {
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
