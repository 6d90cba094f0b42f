/** The error member of a reply. */
export interface JsonRpcErrorObject {
  code: number;
  message: string;
}

/** A message from the server, which omits `jsonrpc`, and `data` in errors. */
export type ServerMessage =
  | { id: string | number; result: unknown }
  | { id: string | number; error: JsonRpcErrorObject }
  | { method: string; params: unknown };

/** Id of the reply to an unreadable message. */
export const UNREADABLE_MESSAGE_ID = -1;
