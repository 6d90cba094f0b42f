import { KIB, MIB } from './units.js';

/** Limits of `http/request`. */
export interface HttpLimits {
  /** `--max-http-requests`: concurrent `http/request` calls per connection; one more fails. */
  readonly maxHttpRequests: number;
  /**
   * `--max-http-body-bytes`: buffered request and response bodies of all `http/request` calls; one that needs
   * more fails.
   */
  readonly maxBufferedBodyBytes: number;
  /**
   * Body of one buffered response to `http/request`; a larger one fails, a streamed one is unlimited. In
   * base64, with its headers, it must fit a message of 64 MiB, the largest that the Codex client accepts.
   */
  readonly maxResponseBodyBytes: number;
  /**
   * Status line and headers of a response to `http/request`, as large as upstream accepts; a larger one fails
   * the request.
   */
  readonly maxResponseHeaderBytes: number;
  /** Largest chunk of a streamed response body, and so of a notification. */
  readonly maxBodyChunkBytes: number;
  /** Unread response body buffered per request; above it nothing more is read from the socket. */
  readonly responseBufferBytes: number;
  /** How long connecting to another host may take, TLS included; about as long as the kernel tries. */
  readonly connectTimeoutMs: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  maxHttpRequests: 1000,
  maxBufferedBodyBytes: 512 * MIB,
  maxResponseBodyBytes: 46 * MIB,
  maxResponseHeaderBytes: 408 * KIB,
  maxBodyChunkBytes: 64 * KIB,
  responseBufferBytes: 256 * KIB,
  connectTimeoutMs: 120_000,
};
