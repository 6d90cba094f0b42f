/** Where an authenticator has its secret from. */
export interface Secret {
  /** The secret as it is now. */
  current(): Buffer | Promise<Buffer>;
}
