/** How a connection ended, as the log tells it: nothing that the client sent, but for its close code. */
export interface ConnectionEnd {
  readonly reason: string;
  /** Close code (RFC 6455 section 7.4) that either side has said, where there is one. */
  readonly code?: number | undefined;
}
