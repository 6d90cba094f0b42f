/** Creates session ids. */
export interface IdGenerator {
  /** A lower-case UUID v4 from a cryptographic source: it is the only credential of the session. */
  sessionId(): string;
}
