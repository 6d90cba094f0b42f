/** Params of `http/request/bodyDelta`. */
export interface HttpRequestBodyDeltaParams {
  requestId: string;
  /** From 1. */
  seq: number;
  deltaBase64: string;
  /** The last one. */
  done: boolean;
  /** Why the body ends before its end. */
  error: string | null;
}
