import type { HttpRequestParams, HttpRequestResult } from '../../protocol/http.js';
import { METHODS } from '../../protocol/methods.js';
import type { SessionConnection } from '../connection/session-connection.js';
import { UnsupportedByProtocol } from '../errors.js';
import { createResponse } from './create-response.js';
import { ResponseBodies } from './response-bodies.js';
import type { ResponseBody } from './response-body.js';

/** Options of `client.fetch`: those of WHATWG fetch, and a time limit that holds on the server too. */
export interface FetchInit extends RequestInit {
  /** Milliseconds for the whole exchange. A `signal` only makes the client stop listening: the protocol cancels nothing. */
  readonly timeoutMs?: number | undefined;
}

/** As base64 it fits a frame of 16 MiB, which servers accept by default. */
const MAX_REQUEST_BODY_BYTES = 11 * 1024 * 1024;

/** A repetition of these means the same to the HTTP server (RFC 9110 section 9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'];

const REDIRECTS = [301, 302, 303, 307, 308];

/** Sends HTTP requests from the server's host, as WHATWG fetch. */
export class RemoteFetch {
  readonly #connection: SessionConnection;
  readonly #bodies: ResponseBodies;

  constructor(connection: SessionConnection) {
    this.#connection = connection;
    this.#bodies = new ResponseBodies(connection);
  }

  /** @see Client.fetch */
  async fetch(input: string | URL | Request, init: FetchInit = {}): Promise<Response> {
    const request = new Request(input, init);
    if (request.integrity !== '') {
      throw new UnsupportedByProtocol('integrity', 'compare a digest of the body');
    }
    // That of the `Request` follows it by a weak reference.
    const signal = init.signal ?? (input instanceof Request ? input.signal : undefined);
    signal?.throwIfAborted();
    const params = await paramsOf(request, init);
    const { requestId, body } = this.#bodies.expect(request.url);
    const result = await this.#send({ ...params, requestId }, body, signal);
    body.answered();
    if (request.redirect === 'error' && REDIRECTS.includes(result.status)) {
      body.discard();
      throw fetchFailed(new Error('unexpected redirect'));
    }
    if (signal) {
      failWhenAborted(body, signal);
    }
    return createResponse(request, result, body);
  }

  async #send(
    params: HttpRequestParams,
    body: ResponseBody,
    signal: AbortSignal | undefined,
  ): Promise<HttpRequestResult> {
    try {
      return await this.#connection.request<HttpRequestResult>(METHODS.httpRequest, params, {
        whenInterrupted: IDEMPOTENT.includes(params.method) ? 'repeat' : 'fail',
        ...(signal && { signal }),
      });
    } catch (error) {
      body.discard();
      throw signal?.aborted ? signal.reason : fetchFailed(error as Error);
    }
  }
}

const paramsOf = async (
  request: Request,
  { timeoutMs }: FetchInit,
): Promise<Omit<HttpRequestParams, 'requestId'>> => {
  const bytes = Buffer.from(await request.arrayBuffer());
  if (bytes.length > MAX_REQUEST_BODY_BYTES) {
    throw new UnsupportedByProtocol(
      `a request body of ${bytes.length} bytes`,
      `at most ${MAX_REQUEST_BODY_BYTES} fit a message; write a file and run curl(1) on the server`,
    );
  }
  return {
    method: request.method,
    url: request.url,
    headers: [...request.headers].map(([name, value]) => ({ name, value })),
    redirectPolicy: request.redirect === 'follow' ? 'follow' : 'stop',
    streamResponse: true,
    ...(bytes.length > 0 && { bodyBase64: bytes.toString('base64') }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  };
};

/** As Node words it; the cause says what happened. */
const fetchFailed = (cause: Error): TypeError => new TypeError('fetch failed', { cause });

const failWhenAborted = (body: ResponseBody, signal: AbortSignal): void => {
  const abort = (): void => body.fail(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  body.onEnd(() => signal.removeEventListener('abort', abort));
};
