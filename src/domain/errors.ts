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

/** An expected failure. Its message is sent to the client that caused it. */
export class ExecServerError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The operating system could not start a process; the message starts with its error text. */
export class SpawnFailed extends ExecServerError {
  constructor(message: string) {
    super('failed', message);
  }
}

/** A limit is reached; a retry may succeed later. */
export class NoRoom extends ExecServerError {
  constructor(message: string) {
    super('failed', message);
  }
}
