/** Decides which connections are admitted. */
export interface Authenticator {
  /**
   * Whether a client must show a credential. Unless it is `true`, the server takes every client to be admitted, and
   * listens beyond loopback only if `allowUnauthenticated` is set.
   */
  readonly authenticates: boolean;
  /**
   * Checks the `Authorization` header of a request; undefined: the request has none. Awaited for at most
   * `authenticationTimeoutMs`. What it throws refuses the connection and is logged without its message.
   */
  authenticate(
    authorization: string | undefined,
  ): AuthenticationResult | Promise<AuthenticationResult>;
}

/** The decision of an `Authenticator`. */
export type AuthenticationResult = Grant | Refusal;

/** The connection is admitted. */
export interface Grant {
  readonly granted: true;
  /** The identity of the credential, such as `sub` of a token. It is logged, so it must not be a secret. */
  readonly subject?: string | undefined;
}

/** The connection is refused with 401. */
export interface Refusal {
  readonly granted: false;
  /** Sent to the client; must not contain anything of its credential, nor of a valid one. */
  readonly reason: string;
  /**
   * Identifies the credential that was tried, such as a digest of it. Each different key counts as a failed
   * attempt of the address. Omit it for a credential that is genuine but expired: then nothing is counted.
   */
  readonly attemptKey?: string;
}
