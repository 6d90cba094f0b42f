/** Decides who may open a connection. */
export interface Authenticator {
  /**
   * Judges the `Authorization` header of a request; undefined when it has none. What it throws refuses the
   * client too, with a line in the log.
   */
  authenticate(
    authorization: string | undefined,
  ): AuthenticationResult | Promise<AuthenticationResult>;
}

/** Whether a client may come in. */
export type AuthenticationResult = Grant | Refusal;

/** A client is let in. */
export interface Grant {
  readonly granted: true;
  /** Whom the credential stands for, such as the `sub` of a token: for the log, so no secret. */
  readonly subject?: string | undefined;
}

/** A client is not let in. */
export interface Refusal {
  readonly granted: false;
  /** Told to the client; nothing of its credential, nor of the right one. */
  readonly reason: string;
  /**
   * Stands for a credential that may be one of many tries: a digest of it. It counts against the address
   * that it came from. Without it, as for a genuine credential that is out of date, nothing is counted.
   */
  readonly attemptKey?: string;
}
