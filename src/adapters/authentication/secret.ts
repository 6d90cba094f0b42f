/** The source of an authenticator's secret. */
export interface Secret {
  /** The current secret. */
  current(): Buffer | Promise<Buffer>;
}
