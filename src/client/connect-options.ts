import type { TraceContext } from './connection/messages.js';

/** How to connect; times are milliseconds. */
export interface ConnectOptions {
  /** Bearer token; a function is asked before each connection, for tokens that expire. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** Further headers of the upgrade request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Told to the server. Default `exec-server/client`. */
  readonly clientName?: string | undefined;
  /** Attach to this session instead of opening one. */
  readonly sessionId?: string | undefined;
  /** With `sessionId`: attach also if another client is attached and alive; it is disconnected. Needs the extensions. */
  readonly takeOver?: boolean | undefined;
  /** How long the server is to keep the session after a disconnection; the server bounds it (`--max-session-ttl`). Needs the extensions. */
  readonly sessionTtlMs?: number | undefined;
  /** How long a lost connection is dialled again. By default as long as the server keeps the session; 0: not at all. */
  readonly recoveryMs?: number | undefined;
  /** The server is pinged after this long without a byte of it. Default 2,500. */
  readonly pingIntervalMs?: number | undefined;
  /** A connection without a byte of the server for this long is given up and dialled again. Default 10,000. */
  readonly peerTimeoutMs?: number | undefined;
  /** False: the client does not ask for the extensions of the protocol, as a Codex client. Default true. */
  readonly extensions?: boolean | undefined;
  /**
   * What the server's spans of a request continue, in W3C Trace Context: asked with each request, in the context of who makes it. Default:
   * nothing.
   *
   * @example
   * With `@opentelemetry/api`:
   * ```ts
   * const trace = () => {
   *   const carrier: TraceContext = {};
   *   propagation.inject(context.active(), carrier);
   *   return carrier;
   * };
   * ```
   */
  readonly trace?: (() => TraceContext | undefined) | undefined;
  /** Gives up connecting. Without effect once connected. */
  readonly signal?: AbortSignal | undefined;
}
