import type { OutgoingRequest } from '../../domain/http/http-request.js';
import type { ResponseHead } from '../../domain/http/http-response.js';

/** Sends requests from this host to wherever it can reach. */
export interface HttpClient {
  /**
   * Sends one request; redirects are answers as any other. Resolves with the head of the response, whose
   * body is still to come. When `signal` aborts, the exchange is broken off, be it before or within the body.
   *
   * @throws {ExecServerError} when this host is not set up for it; any other error is a fault on the way, which an
   * `ExchangeFailed` words for the client.
   */
  send(request: OutgoingRequest, signal: AbortSignal): Promise<IncomingResponse>;
  /** Breaks off what is under way, and frees what the client holds. */
  dispose(): Promise<void>;
}

/** A response whose body is read as it comes. */
export interface IncomingResponse extends ResponseHead {
  /**
   * The parts of the body as they come, not decoded. What nobody reads is not fetched, but for a few
   * parts. Throws, as `send` does, when the body ends before its end. To be read once, by one reader; a reader that
   * stops early breaks the exchange off.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** The body is of no interest: breaks off what is left of it. */
  discard(): void;
}
