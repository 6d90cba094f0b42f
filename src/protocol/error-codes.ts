/** Codes of JSON-RPC errors and what each is used for (docs/protocol.md section 3.7). */
export const ERROR_CODES = {
  /** Wrong state, unknown ids, malformed messages. */
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  /** Parameters that cannot be read, or can never be right. */
  invalidParams: -32_602,
  /** The operating system or the server failed. */
  internal: -32_603,
  /** A file or a file handle that is not there. */
  notFound: -32_004,
  /** Another connection holds the session. */
  sessionAttached: -32_010,
} as const;
