/** What a connection comes through. */
export type ConnectionTransport = 'websocket' | 'embedded';
export type RequestResult = 'success' | 'error';
/** `terminated`: killed by its client, or with its session. */
export type ProcessResult = 'success' | 'nonzero_exit' | 'terminated';
export type ResumeResult = 'success' | 'unknown_session' | 'already_attached';

/** How a connection was lost, other than by a Close frame, the server or a violation of the protocol. */
export type PeerLoss =
  /** Nothing came for `peerTimeoutMs`. */
  | 'silent'
  /** Another connection asked for its session, and nothing came within `probeTimeoutMs`. */
  | 'unresponsive'
  | 'reset'
  | 'no_close_frame'
  /** The operating system reported another error. */
  | 'network_error';

/** Why a client, a request or a session was turned away. */
export type Rejection =
  | 'unauthorized'
  | 'forbidden'
  | 'rate_limited'
  | 'overloaded'
  | 'invalid_http'
  | 'draining'
  | 'too_many_sessions'
  | 'too_many_processes'
  | 'too_many_bytes_in_flight'
  | 'too_many_http_requests'
  | 'too_many_http_body_bytes';

/**
 * Counts and times what the server does. No call names a client, a session, a process, a command or a path: each value of a
 * label is one of the closed sets above, or the name of a method that the server has. Never throws.
 */
export interface Metrics {
  /** False: nothing is recorded, so callers need not measure. */
  readonly isRecording: boolean;
  connectionOpened(transport: ConnectionTransport): void;
  connectionClosed(transport: ConnectionTransport): void;
  /** @param method of the server, or `unknown` */
  requestFinished(method: string, result: RequestResult, durationMs: number): void;
  processStarted(): void;
  processFinished(result: ProcessResult, durationMs: number): void;
  sessionResumed(result: ResumeResult): void;
  peerLost(reason: PeerLoss): void;
  /** Output that its client had not acknowledged was dropped. */
  outputDropped(bytes: number): void;
  rejected(reason: Rejection): void;
}
