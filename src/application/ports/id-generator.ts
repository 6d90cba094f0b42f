/** Makes session ids. */
export interface IdGenerator {
  /** A lower-case UUID v4 that nobody can guess: it is the key to the session. */
  sessionId(): string;
}
