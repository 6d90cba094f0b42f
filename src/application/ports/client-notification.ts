/** What a client is told unasked, besides the events of processes; it belongs to its connection. */
export type ClientNotification = MissingPathChanged | ResponseBodyDelta;

/** A path that was watched because it was missing may have changed. */
interface MissingPathChanged {
  readonly kind: 'missing-path-changed';
  /** Up to 2^64 - 1. */
  readonly watchId: bigint;
}

/** A part of the body of a streamed HTTP response. */
interface ResponseBodyDelta {
  readonly kind: 'response-body-delta';
  readonly requestId: string;
  /** Counts the parts of one response from 1. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** The last part. */
  readonly done: boolean;
  /** Why the body ends before its end; with `done` only. */
  readonly error: string | undefined;
}
