/** Base64 text kept as the received bytes, since a long string would be slow to handle. */
export class UndecodedBase64 {
  /** The content between the quotes; unchecked, except that it contains no backslash. */
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}
