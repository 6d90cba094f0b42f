import { ExecServerError } from '../../../domain/errors.js';
import {
  type OutgoingRequest,
  prepareRequest,
  type RequestWording,
} from '../../../domain/http/http-request.js';
import { ExchangeFailed, withFault } from '../../../domain/http/http-request-failed.js';
import type { IncomingHead } from '../../../domain/http/http-response.js';
import { followRedirect } from '../../../domain/http/redirect.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { Limits } from '../../limits/limits.js';
import type { Clock } from '../../ports/clock.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { HttpClient, IncomingResponse } from '../../ports/http-client.js';
import type { Logger } from '../../ports/logger.js';
import type { HttpExchanges } from './active-requests.js';
import { collectBody } from './buffer-body.js';
import { ExchangeLifetime } from './request-lifetime.js';
import { streamBody } from './stream-body.js';

/** As browsers and the native program do. */
const MAX_REDIRECTS = 10;

export interface SendHttpRequestCommand extends RequestWording {
  /** Names the parts of a streamed body; empty is a name too. */
  readonly requestId: string;
  /** For the whole exchange, body included; undefined: as long as it takes. */
  readonly timeoutMs: number | undefined;
  readonly followRedirects: boolean;
  readonly streamResponse: boolean;
}

/** A response, or the head of a streamed one. */
export interface HttpAnswer extends IncomingHead {
  /** Empty when it is streamed. */
  readonly body: Uint8Array;
  /** To be called when the answer has left: a streamed body follows then, and nothing is held any more. */
  sent(): void;
}

type HttpLimits = Pick<Limits, 'responseBodyBytes' | 'bodyDeltaBytes'>;

/** Sends an HTTP request from this host for a client. */
export class SendHttpRequest {
  readonly #client: HttpClient;
  readonly #exchanges: HttpExchanges;
  readonly #host: HostInformation;
  readonly #clock: Clock;
  readonly #limits: HttpLimits;
  readonly #logger: Logger;

  constructor(
    client: HttpClient,
    exchanges: HttpExchanges,
    host: HostInformation,
    clock: Clock,
    limits: HttpLimits,
    logger: Logger,
  ) {
    this.#client = client;
    this.#exchanges = exchanges;
    this.#host = host;
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
  }

  /**
   * Resolves with the whole response, or with its head when it is streamed; any status will do. What is
   * under way is broken off when the connection has gone, and is not taken up again by a resume.
   *
   * @throws {ExecServerError} when the request cannot be sent, or its response cannot be read in time.
   */
  async execute(
    connection: ClientConnection,
    command: SendHttpRequestCommand,
  ): Promise<HttpAnswer> {
    connection.requireSession('http');
    const { requestId, streamResponse, timeoutMs } = command;
    const leave = this.#exchanges.enter(connection, streamResponse ? requestId : undefined);
    const lifetime = new ExchangeLifetime(this.#clock, connection.gone, timeoutMs);
    lifetime.atEnd(leave);
    try {
      const request = prepareRequest(command, this.#host.environment());
      lifetime.atEnd(this.#exchanges.hold(request.body?.length ?? 0));
      if (timeoutMs === 0) throw failed('http/request failed: route-aware request timed out');
      const response = await this.#send(request, command.followRedirects, lifetime.signal);
      return streamResponse
        ? this.#stream(response, connection, requestId, lifetime)
        : await this.#buffer(response, lifetime);
    } catch (error) {
      lifetime.end();
      throw error;
    }
  }

  async #send(
    request: OutgoingRequest,
    followRedirects: boolean,
    signal: AbortSignal,
  ): Promise<IncomingResponse> {
    let current = request;
    for (let hops = 0; ; hops += 1) {
      const response = await this.#exchange(current, signal);
      if (!followRedirects) return response;
      let next: OutgoingRequest | undefined;
      try {
        next = followRedirect(current, response);
        if (next === undefined) return response;
        if (hops === MAX_REDIRECTS) throw failed('http/request failed: too many redirects');
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
      if (error instanceof ExecServerError) throw error;
      // Not the address: it may carry a secret, and the client has it.
      this.#logger.debug('an HTTP request could not be sent', {
        reason: error instanceof ExchangeFailed ? error.message : 'unknown',
      });
      const text = `http/request failed: error sending request for url (${request.url.href})`;
      throw failed(withFault(text, error));
    }
  }

  #stream(
    response: IncomingResponse,
    { channel, gone }: ClientConnection,
    requestId: string,
    lifetime: ExchangeLifetime,
  ): HttpAnswer {
    const { status, headers, body } = response;
    const sent = (): void => {
      streamBody(body, requestId, this.#limits.bodyDeltaBytes, { channel, gone, lifetime });
    };
    return { status, headers, body: new Uint8Array(), sent };
  }

  async #buffer(response: IncomingResponse, lifetime: ExchangeLifetime): Promise<HttpAnswer> {
    const { status, headers } = response;
    const body = await collectBody(response.body, this.#limits.responseBodyBytes, (bytes) =>
      lifetime.atEnd(this.#exchanges.hold(bytes)),
    );
    return { status, headers, body, sent: () => lifetime.end() };
  }
}

const failed = (message: string): ExecServerError => new ExecServerError('failed', message);
