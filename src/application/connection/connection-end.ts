/** How a connection ended, for the log. Only the close code comes from the client. */
export interface ConnectionEnd {
  readonly reason: string;
  /** Close code (RFC 6455 section 7.4) of either side, if there is one. */
  readonly code?: number | undefined;
}
