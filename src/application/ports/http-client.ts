import type { OutgoingRequest, ResponseHead } from '../../domain/http/http-message.js';

/** Sends HTTP requests from this host. */
export interface HttpClient {
  /**
   * Sends one request without following redirects. Resolves with status and headers; the body follows.
   * Aborting `signal` cancels the request before or during the body.
   *
   * @throws {ExecServerError} when this host is not configured for it; an `ExchangeFailed` for any error on
   * the way.
   */
  send(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse>;
  /** Cancels the requests in flight and frees the client's resources. */
  dispose(): Promise<void>;
}

/** A response whose body is read as it arrives. */
export interface IncomingResponse extends ResponseHead {
  /**
   * The chunks of the body as they arrive. A client that undoes a `content-encoding` takes it and `content-length` out of
   * the headers. The client reads ahead a few chunks only. Throws as `send` does when the body is incomplete or not valid. Iterate once; a reader that stops early cancels the request.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** Cancels the rest of the body. */
  discard(): void;
}
