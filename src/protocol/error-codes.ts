/** Codes of JSON-RPC errors and what each is used for (docs/protocol.md section 3.7). */
export const ERROR_CODES = {
  /** Wrong state, unknown ids, malformed messages. */
  invalidRequest: -32600,
  methodNotFound: -32601,
  /** Parameters that cannot be read, or can never be right. */
  invalidParams: -32602,
  /** The operating system or the server failed. */
  internal: -32603,
  /** A file or a file handle that is not there. */
  notFound: -32004,
  /** Another connection holds the session. */
  sessionAttached: -32010,
} as const;
