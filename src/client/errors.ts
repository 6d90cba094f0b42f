import type { JsonRpcErrorObject } from '../protocol/json-rpc.js';

/** No connection could be opened. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
  readonly url: string;
  /** HTTP status, where the server refused the WebSocket: 401 for a wrong token. */
  readonly status: number | undefined;

  constructor(url: string, why: string, status?: number) {
    super(`cannot connect to ${url}: ${why}`);
    this.url = url;
    this.status = status;
  }
}

/** The server answered a request with an error. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly method: string;
  /** JSON-RPC error code (docs/protocol.md section 3.6). */
  readonly code: number;
  /** Of a failed `process/start`: what kind of failure it is. */
  readonly data: JsonRpcErrorObject['data'];

  constructor(method: string, { code, message, data }: JsonRpcErrorObject) {
    super(message);
    this.method = method;
    this.code = code;
    this.data = data;
  }
}

/** The connection was lost before the answer came, and the request must not be repeated: it may have taken effect. */
export class ConnectionInterrupted extends Error {
  override readonly name = 'ConnectionInterrupted';
  readonly method: string;
  /** Why the connection ended, in words: what the server gave as the reason, its close code, or what this client found wrong. */
  readonly reason: string;

  constructor(method: string, reason: string) {
    super(
      `the connection was lost before ${method} was answered (${reason}); the request may have taken effect`,
    );
    this.method = method;
    this.reason = reason;
  }
}

/**
 * - `closed`: this client was closed.
 * - `recovery-timeout`: no connection could be opened within `recoveryMs`.
 * - `session-unknown`: the server does not know the session any more: it has expired or ended, or the server has restarted.
 * - `attached-elsewhere`: another client is attached to the session, and alive.
 * - `refused`: the server refuses to be connected to, or answers what no server of the protocol does.
 */
export type LossReason =
  | 'closed'
  | 'recovery-timeout'
  | 'session-unknown'
  | 'attached-elsewhere'
  | 'refused';

/** The session is lost to this client; so is everything that was pending. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
  readonly reason: LossReason;

  constructor(reason: LossReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The server lacks the extensions of the protocol (`client.extensions` is false), and this needs them. */
export class ExtensionsMissing extends Error {
  override readonly name = 'ExtensionsMissing';

  /** @param what what needs them, as the subject of a sentence */
  constructor(what: string) {
    super(`${what} needs the extensions of exec-server, which this server does not have`);
  }
}

/** Output that the server no longer has. */
export class OutputLost extends Error {
  override readonly name = 'OutputLost';
  readonly processId: string;
  /** How many bytes are missing; undefined where the server does not tell, and at first behind an `afterSeq`. */
  readonly bytes: number | undefined;
  /** The numbers of the first and the last event that are missing. */
  readonly firstSeq: number;
  readonly lastSeq: number;

  constructor(processId: string, range: { first: number; last: number }, bytes?: number) {
    const amount =
      bytes === undefined ? 'an unknown number of bytes' : `${bytes.toLocaleString('en')} bytes`;
    super(
      `${amount} of the output of process ${processId} are lost: the server no longer has events ${range.first} to ${range.last}`,
    );
    this.processId = processId;
    this.bytes = bytes;
    this.firstSeq = range.first;
    this.lastSeq = range.last;
  }
}

/** What Node can do and the wire protocol cannot; thrown before anything is sent. */
export class UnsupportedByProtocol extends TypeError {
  override readonly name = 'UnsupportedByProtocol';
  readonly code = 'ERR_UNSUPPORTED_BY_PROTOCOL';
  /** The option or value that is not supported, such as `mode` or `flag`. */
  readonly option: string;

  /** @param advice what to do instead; one sentence. */
  constructor(option: string, advice: string) {
    super(`${option} is not supported over the wire protocol: ${advice}`);
    this.option = option;
  }
}
