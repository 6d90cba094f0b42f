/** What kind of fault an error is; stable, so that an adapter can translate it. */
export type ErrorCode =
  /** The request does not fit the state of connection, session or process. */
  | 'invalid-request'
  /** An argument can never be right, whatever the state. */
  | 'invalid-argument'
  /** The session is held by another connection. */
  | 'already-attached'
  /** What the request names is not there. */
  | 'not-found'
  /** The operating system or the server could not do it. */
  | 'failed';

/** An expected failure: its message is meant for the client that caused it. */
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

/** There is no room for it now; it may be asked again. */
export class NoRoom extends ExecServerError {
  constructor(message: string) {
    super('failed', message);
  }
}
