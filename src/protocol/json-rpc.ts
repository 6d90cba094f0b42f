/** The error member of a reply. */
export interface JsonRpcErrorObject {
  code: number;
  message: string;
}

/** What the server sends: it never adds `jsonrpc`, nor `data` to an error. */
export type ServerMessage =
  | { id: string | number; result: unknown }
  | { id: string | number; error: JsonRpcErrorObject }
  | { method: string; params: unknown };

/** Id of the reply to a message that could not be read. */
export const UNREADABLE_MESSAGE_ID = -1;
