/** Base64 that was left in the bytes in which it came, since as one long text it would be slow to handle. */
export class UndecodedBase64 {
  /** What stood between the quotes; nobody has checked it, but that there is no backslash in it. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
