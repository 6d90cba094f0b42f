/** A notification besides the events of processes; sent on the connection that caused it only. */
export type ClientNotification = MissingPathChanged | ResponseBodyDelta;

/** A watched path that was missing may have appeared. */
export interface MissingPathChanged {
  readonly kind: 'missing-path-changed';
  /** Up to 2^64 - 1. */
  readonly watchId: bigint;
}

/** A chunk of a streamed HTTP response body. */
export interface ResponseBodyDelta {
  readonly kind: 'response-body-delta';
  readonly requestId: string;
  /** Counts the chunks of one response from 1. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** True in the last chunk. */
  readonly done: boolean;
  /** Why the body is incomplete; only with `done`. */
  readonly error: string | undefined;
}
