import type { EnvironmentInfo } from '../../protocol/environment.js';
import type { ConnectionLost } from '../errors.js';

/** What becomes of a request whose answer was lost with the connection. */
type WhenInterrupted =
  /** Sent again after the resume: reads, idempotent requests, writes with a `writeId`. */
  | 'repeat'
  /** Rejects with `ConnectionInterrupted` once the connection is lost: a repetition could do it twice. */
  | 'fail';

export interface RequestOptions {
  readonly whenInterrupted: WhenInterrupted;
  /** Gives the request up: it rejects with the reason, and its answer is ignored. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * - `connected`: requests are sent.
 * - `recovering`: the connection is lost and dialled again; requests wait.
 * - `lost`: the session cannot be resumed; everything rejects with `ConnectionLost`.
 * - `closed`: the client was closed.
 */
export type ConnectionState = 'connected' | 'recovering' | 'lost' | 'closed';

/** One session on the server, which outlives its WebSocket. */
export interface SessionConnection {
  readonly sessionId: string;
  /** Increases by one with every connection: file handles and HTTP bodies belong to one. */
  readonly generation: number;
  readonly state: ConnectionState;
  /** The server has the extensions of docs/protocol.md section 11. */
  readonly hasExtensions: boolean;
  readonly environment: EnvironmentInfo;
  /**
   * Sends a request; waits while the connection is being recovered.
   *
   * @throws {RequestFailed} for an error answer
   * @throws {ConnectionInterrupted} with `whenInterrupted: 'fail'`, when the connection was lost before the answer
   * @throws {ConnectionLost} when the session is lost or the client closed
   */
  request<Result>(method: string, params: unknown, options: RequestOptions): Promise<Result>;
  /** Calls the listener with each notification of the method; returns what unsubscribes it. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape depends on the method
  onNotification(method: string, listener: (params: any) => void): () => void;
  /** Called with each loss of the connection, before it is dialled again; returns what unsubscribes it. */
  onInterrupted(listener: () => void): () => void;
  /** Called when the session is attached again, before interrupted requests are repeated. */
  onRecovered(listener: () => void): () => void;
  /** Called once, when the session is lost or the client closed. */
  onLost(listener: (loss: ConnectionLost) => void): () => void;
}
