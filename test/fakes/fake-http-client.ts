import type { HttpClient, IncomingResponse } from '../../src/application/ports/http-client.js';
import type { OutgoingRequest } from '../../src/domain/http/http-message.js';
import { exampleWeb } from '../support/example-web.js';
import type { FarAnswer, FarReply } from '../support/far-answer.js';

/** A web in memory: what it answers is up to a test. */
export class FakeHttpClient implements HttpClient {
  readonly requests: OutgoingRequest[] = [];
  /** What is at the far end of each request. */
  reply: (request: OutgoingRequest) => FarReply = exampleWeb;
  /** Exchanges that were broken off before their end. */
  brokenOff = 0;
  /** Parts of bodies that were fetched. */
  fetched = 0;
  isDisposed = false;

  async send(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    if (this.isDisposed) {
      throw new Error('disposed');
    }
    this.requests.push(request);
    const reply = this.reply(request);
    if (reply === 'refused') {
      throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    }
    if (reply === 'silence') {
      await this.#abortion(signal);
    }
    if (signal.aborted) {
      throw new Error('aborted');
    }
    return this.#respond(reply as FarAnswer, signal);
  }

  async dispose(): Promise<void> {
    this.isDisposed = true;
  }

  async #abortion(signal: AbortSignal): Promise<never> {
    await aborted(signal);
    this.brokenOff += 1;
    throw new Error('aborted');
  }

  #respond({ status, headers = [], ...rest }: FarAnswer, signal: AbortSignal): IncomingResponse {
    const body = this.#body(rest, signal);
    return {
      status,
      headers: headers.map(([name, value]) => ({ name: name.toLowerCase(), value })),
      body,
      // Before it is read a generator ends without a word.
      discard: () => {
        this.brokenOff += 1;
        body.return(undefined);
      },
    };
  }

  async *#body(
    { parts = [], isCutShort = false }: Pick<FarAnswer, 'parts' | 'isCutShort'>,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    let isWhole = false;
    const source = iterate(parts);
    try {
      for (;;) {
        const next = await Promise.race([source.next(), aborted(signal)]);
        if (next === undefined) {
          throw new Error('aborted');
        }
        if (next.done) {
          break;
        }
        this.fetched += 1;
        yield next.value;
      }
      isWhole = true;
    } finally {
      if (!isWhole) {
        this.brokenOff += 1;
      }
    }
    if (isCutShort) {
      throw new Error('cut short');
    }
  }
}

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) {
      resolve(undefined);
    } else {
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
    }
  });

const iterate = (
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Iterator<Uint8Array> | AsyncIterator<Uint8Array> =>
  Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
