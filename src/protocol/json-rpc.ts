/** The error member of a reply. */
export interface JsonRpcErrorObject {
  code: number;
  message: string;
  /** Only of a failed `process/start`, and of an `initialize` that a server refuses while it drains. */
  data?: ProcessStartErrorData | DrainingErrorData;
}

/** What kind of failure kept a process from being started. */
export interface ProcessStartErrorData {
  kind:
    | 'spawnNotFound'
    | 'spawnPermissionDenied'
    | 'spawnFailed'
    | 'sandboxPreparation'
    | 'sandboxUnavailable';
}

/** The server takes no new sessions; another one may. */
export interface DrainingErrorData {
  kind: 'draining';
}

/** A message from the server, which omits `jsonrpc`. */
export type ServerMessage =
  | { id: string | number; result: unknown }
  | { id: string | number; error: JsonRpcErrorObject }
  | { method: string; params: unknown };

/** Id of the reply to an unreadable message. */
export const UNREADABLE_MESSAGE_ID = -1;

/** JSON-RPC error codes (docs/protocol.md section 3.6). */
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
