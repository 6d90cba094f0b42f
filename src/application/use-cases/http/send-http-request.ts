import { ExecServerError } from '../../../domain/errors.js';
import {
  type HttpRequestInput,
  prepareRequest,
  type ResponseHead,
} from '../../../domain/http/http-message.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { HttpLimits } from '../../limits/http-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { HostInformation } from '../../ports/host-information.js';
import type { IncomingResponse } from '../../ports/http-client.js';
import type { ActiveHttpRequests } from './active-requests.js';
import { bufferBody } from './buffer-body.js';
import { RequestLifetime } from './request-lifetime.js';
import type { RequestSender } from './request-sender.js';
import { streamBody } from './stream-body.js';

export interface SendHttpRequestCommand extends HttpRequestInput {
  /** Identifies the chunks of a streamed body; may be empty. */
  readonly requestId: string;
  /** For the whole request, body included; undefined: no timeout. */
  readonly timeoutMs: number | undefined;
  readonly followRedirects: boolean;
  readonly streamResponse: boolean;
}

/** A whole response, or the status and headers of a streamed one. */
export interface HttpReply extends ResponseHead {
  /** Empty when the body is streamed. */
  readonly body: Uint8Array;
  /** Call it when the reply has been sent: it starts the stream, or releases the buffered body. */
  onReplied(): void;
}

/** Sends an HTTP request from this host on behalf of a client. */
export class SendHttpRequest {
  readonly #sender: RequestSender;
  readonly #active: ActiveHttpRequests;
  readonly #host: HostInformation;
  readonly #clock: Clock;
  readonly #limits: HttpLimits;

  constructor(
    sender: RequestSender,
    active: ActiveHttpRequests,
    host: HostInformation,
    clock: Clock,
    limits: HttpLimits,
  ) {
    this.#sender = sender;
    this.#active = active;
    this.#host = host;
    this.#clock = clock;
    this.#limits = limits;
  }

  /**
   * Resolves with the whole response, or with status and headers when it is streamed, whatever the status.
   * The request is cancelled when the connection closes; a resume does not continue it.
   *
   * @throws {ExecServerError} when the request cannot be sent, or its response is not received in time.
   */
  async execute(connection: ClientConnection, command: SendHttpRequestCommand): Promise<HttpReply> {
    connection.requireSession('http');
    const { requestId, streamResponse, timeoutMs } = command;
    const leave = this.#active.begin(connection, streamResponse ? requestId : undefined);
    const lifetime = new RequestLifetime(this.#clock, connection.closed, timeoutMs);
    lifetime.onEnd(leave);
    try {
      const request = prepareRequest(command, this.#host.environment());
      lifetime.onEnd(this.#active.reserveBytes(request.body?.length ?? 0));
      if (timeoutMs === 0) {
        // The text of upstream.
        throw failed('route-aware request timed out');
      }
      const response = await this.#sender.send(request, command.followRedirects, lifetime.signal);
      return streamResponse
        ? this.#stream(response, connection, requestId, lifetime)
        : await this.#buffer(response, lifetime);
    } catch (error) {
      lifetime.end();
      throw error;
    }
  }

  #stream(
    response: IncomingResponse,
    { channel, closed }: ClientConnection,
    requestId: string,
    lifetime: RequestLifetime,
  ): HttpReply {
    const { status, headers, body } = response;
    const onReplied = (): void => {
      streamBody(body, requestId, this.#limits.maxBodyChunkBytes, { channel, closed, lifetime });
    };
    return { status, headers, body: new Uint8Array(), onReplied };
  }

  async #buffer(response: IncomingResponse, lifetime: RequestLifetime): Promise<HttpReply> {
    const { status, headers } = response;
    const body = await bufferBody(response.body, this.#limits.maxResponseBodyBytes, (bytes) =>
      lifetime.onEnd(this.#active.reserveBytes(bytes)),
    );
    return { status, headers, body, onReplied: () => lifetime.end() };
  }
}

const failed = (message: string): ExecServerError =>
  new ExecServerError('failed', message, { http: 'exchange' });
