/** What must come of a message, as far as it can be told from how it was made. */
type Expectation =
  /** One reply, with the message's id or, if it is malformed, with −1. */
  | 'answer'
  /** Nothing at all. */
  | 'silence'
  /** The end of the connection. */
  | 'closure'
  /** Any of these. */
  | 'anything';

/** A message for the daemon. */
export interface FuzzMessage {
  /** Its text, or bytes that need not be text, under an id that no other has. */
  readonly content: (id: number) => string | Buffer;
  readonly expects: Expectation;
}
