/** JSON-RPC error codes (docs/protocol.md section 3.7). */
export const ERROR_CODES = {
  /** Wrong state, unknown ids, malformed messages. */
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  /** Parameters that are malformed or invalid. */
  invalidParams: -32_602,
  /** The operating system or the server failed. */
  internal: -32_603,
  /** A file or file handle that does not exist. */
  notFound: -32_004,
  /** Another connection is attached to the session. */
  sessionAttached: -32_010,
} as const;
