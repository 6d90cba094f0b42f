import { UndiciHttpClient } from '../../../src/adapters/http-client/undici-http-client.js';
import { DEFAULT_LIMITS, type Limits } from '../../../src/application/limits/limits.js';
import type { IncomingResponse } from '../../../src/application/ports/http-client.js';
import type { OutgoingRequest } from '../../../src/domain/http/http-message.js';
import { FakeHost } from '../../fakes/fake-host.js';

/** What a test says of a request. */
export interface RequestOptions extends Partial<Pick<OutgoingRequest, 'method' | 'body'>> {
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly signal?: AbortSignal;
}

/** The real client in an environment of its own. */
export class ClientFixture implements AsyncDisposable {
  readonly #client: UndiciHttpClient;

  constructor(variables: Readonly<Record<string, string>> = {}, limits: Partial<Limits> = {}) {
    const host = new FakeHost();
    host.variables = variables;
    this.#client = new UndiciHttpClient(host, { ...DEFAULT_LIMITS, ...limits });
  }

  send(url: string, options: RequestOptions = {}): Promise<IncomingResponse> {
    const { method = 'GET', body, headers = [], signal = new AbortController().signal } = options;
    const fields = headers.map(([name, value]) => ({ name, value, isSecret: false }));
    return this.#client.send({ method, url: new URL(url), headers: fields, body }, signal);
  }

  /** Resolves with the whole body. */
  async fetch(url: string, options: RequestOptions = {}): Promise<string> {
    let text = '';
    const { body } = await this.send(url, options);
    for await (const part of body) {
      text += Buffer.from(part).toString('latin1');
    }
    return text;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#client.dispose();
  }
}
