/** The kind of an error; stable, so that adapters can map it to their own codes. */
export type ErrorCode =
  /** The request does not fit the current state of the connection, session or process. */
  | 'invalid-request'
  /** An argument is invalid whatever the state. */
  | 'invalid-argument'
  /** The session is attached to another connection. */
  | 'already-attached'
  /** What the request names does not exist. */
  | 'not-found'
  /** The operating system or the server failed to do it. */
  | 'failed';

/** The part of an HTTP exchange on behalf of a client that an error is about. */
export type HttpPart = 'request' | 'exchange' | 'response-body' | 'stream';

/** What an error is about, for adapters that word it in terms of their own. */
export interface ErrorDetails {
  /** The limit that is reached, by its name in `Limits`. */
  readonly limit?: string;
  /** A path of another kind of host, as the client sent it. */
  readonly foreignPath?: string;
  /** The argument that is invalid, where that is not plain. */
  readonly argument?: string;
  readonly http?: HttpPart;
  /** What clients tell apart without reading the message. */
  readonly kind?: 'draining';
}

/** An expected failure. Its message, whose text the adapter may replace, is sent to the client that caused it. */
export class ExecServerError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = new.target.name;
    this.code = code;
    this.details = details;
  }
}

/** Why a process could not be started, as far as clients tell it apart. */
export type SpawnFault =
  /** The program, its interpreter or the working directory does not exist. */
  | 'not-found'
  /** The program may not be executed. */
  | 'permission-denied'
  | 'other';

/** The operating system could not start a process; the message starts with its error text. */
export class SpawnFailed extends ExecServerError {
  readonly fault: SpawnFault;

  constructor(message: string, fault: SpawnFault = 'other') {
    super('failed', message);
    this.fault = fault;
  }
}

/** A limit is reached; a retry may succeed later. */
export class NoRoom extends ExecServerError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('failed', message, details);
  }
}
