import { KIB, MIB } from './units.js';

/** Limits of HTTP connections and WebSockets. */
export interface ConnectionLimits {
  /**
   * `--max-connections`: open WebSockets. One more gets 503, unless an uninitialized one can be evicted for
   * it.
   */
  readonly maxConnections: number;
  /**
   * `--max-pending-connections`: connections without a WebSocket, and as many WebSockets that have not
   * initialized. Above it the oldest is closed (503, or close code 1013).
   */
  readonly maxPendingConnections: number;
  /**
   * `--request-timeout`: an HTTP request that is incomplete by then gets 408, and its connection is closed.
   */
  readonly requestTimeoutMs: number;
  /** `--max-header-bytes`: request line and headers of one HTTP request; a larger one gets 431. */
  readonly maxRequestHeaderBytes: number;
  /** Unanswered requests on one connection without a WebSocket; with one more it is closed. */
  readonly maxPipelinedRequests: number;
  /** How long a connection without a WebSocket may be idle between two requests. */
  readonly keepAliveTimeoutMs: number;
  /**
   * `--max-uninitialized-bytes`: partially received messages of all WebSockets that have not initialized.
   * Above it the one with the largest is closed.
   */
  readonly maxUninitializedBytes: number;
  /** `--initialize-timeout`: a connection that has not initialized by then is closed. */
  readonly initializeTimeoutMs: number;
  /** `--max-frame-bytes`: size of one incoming WebSocket frame; a larger one closes the connection. */
  readonly maxFrameBytes: number;
  /** `--max-message-bytes`: size of one incoming message; a larger one closes the connection. */
  readonly maxMessageBytes: number;
  /**
   * `--max-bytes-in-flight`: bytes of unanswered requests per connection. Above it the server stops reading;
   * if no reply is sent for 1 s it reads on and rejects requests above 64 KiB.
   */
  readonly maxBytesInFlight: number;
  /**
   * Payload of one outgoing frame. The Codex client closes the connection above 16 MiB, and a slow client
   * must be able to answer a ping between two frames before `peerTimeoutMs`.
   */
  readonly maxOutgoingFrameBytes: number;
  /** Unsent bytes at which the processes of the connection's session are paused until the socket drains. */
  readonly sendHighWatermarkBytes: number;
  /**
   * `--max-unsent-bytes`: replies waiting for the socket of a client that does not read; above it the server
   * stops reading from that client.
   */
  readonly maxUnsentBytes: number;
  /** `--ping-interval`: after this long without anything from a client it is pinged. */
  readonly pingIntervalMs: number;
  /**
   * `--peer-timeout`: a client that sends nothing for this long, pongs included, is disconnected, at most one
   * interval later.
   */
  readonly peerTimeoutMs: number;
  /** How long a client may take to complete the closing handshake before its socket is destroyed. */
  readonly closeTimeoutMs: number;
}

export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = {
  maxConnections: 10_000,
  maxPendingConnections: 1000,
  requestTimeoutMs: 15_000,
  maxRequestHeaderBytes: 64 * KIB,
  maxPipelinedRequests: 100,
  keepAliveTimeoutMs: 60_000,
  maxUninitializedBytes: 256 * MIB,
  initializeTimeoutMs: 60_000,
  maxFrameBytes: 16 * MIB,
  maxMessageBytes: 64 * MIB,
  maxBytesInFlight: 256 * MIB,
  maxOutgoingFrameBytes: MIB,
  sendHighWatermarkBytes: 4 * MIB,
  maxUnsentBytes: 256 * MIB,
  pingIntervalMs: 2000,
  peerTimeoutMs: 12_000,
  closeTimeoutMs: 250,
};
