/** Params of `http/request`. */
export interface HttpRequestParams {
  /** Sent as given, letter case included. */
  method: string;
  /** Absolute, http or https. */
  url: string;
  headers?: HttpRequestHeader[];
  bodyBase64?: string | null;
  /** For the whole request; absent: no timeout. */
  timeoutMs?: number | null;
  /** Default `follow`. */
  redirectPolicy?: 'follow' | 'stop';
  /** Identifies the chunks of a streamed body. */
  requestId: string;
  /** The body follows in `http/request/bodyDelta`. */
  streamResponse?: boolean;
}

/** A header to send. */
export interface HttpRequestHeader {
  name: string;
  value: string;
  /** An environment variable of the server whose content is appended to `value`. */
  valueEnvVar?: string | null;
}

/** Result of `http/request`, for any status. */
export interface HttpRequestResult {
  status: number;
  /** In order; names in lower case, repeated headers separate. */
  headers: HttpResponseHeader[];
  /** Empty when the body is streamed. */
  bodyBase64: string;
}

/** A header of a response. */
export interface HttpResponseHeader {
  name: string;
  value: string;
}

/** Params of `http/request/bodyDelta`. */
export interface HttpRequestBodyDeltaParams {
  requestId: string;
  /** From 1. */
  seq: number;
  deltaBase64: string;
  /** True in the last chunk. */
  done: boolean;
  /** Why the body is incomplete. */
  error: string | null;
}
