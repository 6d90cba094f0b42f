import { ExecServerError } from '../../../domain/errors.js';
import {
  ExchangeFailed,
  type OutgoingRequest,
  withFault,
} from '../../../domain/http/http-message.js';
import { followRedirect } from '../../../domain/http/redirect.js';
import type { HttpClient, IncomingResponse } from '../../ports/http-client.js';
import type { Logger } from '../../ports/logger.js';

/** As browsers and upstream do. */
const MAX_REDIRECTS = 10;

/** Sends a request and follows redirects when the client asked for it. */
export class RequestSender {
  readonly #client: HttpClient;
  readonly #logger: Logger;

  constructor(client: HttpClient, logger: Logger) {
    this.#client = client;
    this.#logger = logger;
  }

  /**
   * Resolves with the head of the last response; its body can be read.
   *
   * @throws {ExecServerError} when a request cannot be sent, or with too many redirects.
   */
  async send(
    request: OutgoingRequest,
    followRedirects: boolean,
    signal: AbortSignal,
  ): Promise<IncomingResponse> {
    let current = request;
    for (let hops = 0; ; hops += 1) {
      const response = await this.#exchange(current, signal);
      if (!followRedirects) {
        return response;
      }
      let next: OutgoingRequest | undefined;
      try {
        next = followRedirect(current, response);
        if (next === undefined) {
          return response;
        }
        if (hops === MAX_REDIRECTS) {
          throw failed('too many redirects');
        }
      } catch (error) {
        response.discard();
        throw error;
      }
      response.discard();
      current = next;
    }
  }

  async #exchange(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse> {
    try {
      return await this.#client.send(request, signal);
    } catch (error) {
      if (error instanceof ExecServerError) {
        throw error;
      }
      // Without the URL, which may contain a secret; the client knows it.
      this.#logger.debug('HTTP request failed', {
        reason: error instanceof ExchangeFailed ? error.message : 'unknown',
      });
      const text = `error sending request for url (${request.url.href})`;
      throw failed(withFault(text, error));
    }
  }
}

const failed = (message: string): ExecServerError =>
  new ExecServerError('failed', message, { http: 'exchange' });
