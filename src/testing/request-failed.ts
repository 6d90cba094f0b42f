import type { JsonRpcErrorObject } from '../protocol/json-rpc.js';

/** The server replied to a request with an error. */
export class RequestFailed extends Error {
  readonly code: number;

  constructor(method: string, error: JsonRpcErrorObject) {
    super(error.message);
    this.name = `RequestFailed(${method})`;
    this.code = error.code;
  }
}
