/** Codes of Close frames that are this protocol's own (RFC 6455 section 7.4.2). */
export const CLOSE_CODES = {
  /** Another connection has attached to the session. */
  sessionTakenOver: 4409,
} as const;
