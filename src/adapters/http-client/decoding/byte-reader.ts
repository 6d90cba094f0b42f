const NOTHING = Buffer.alloc(0);

/** Reads a body in pieces of a size that the format of its content asks for. */
export class ByteReader {
  readonly #parts: AsyncIterator<Uint8Array>;
  #unread: Buffer = NOTHING;

  constructor(parts: AsyncIterable<Uint8Array>) {
    this.#parts = parts[Symbol.asyncIterator]();
  }

  /** The next bytes, at most `limit` of them; none at the end of the body. */
  async some(limit = Number.POSITIVE_INFINITY): Promise<Buffer> {
    while (this.#unread.length === 0) {
      const { done, value } = await this.#parts.next();
      if (done) {
        return NOTHING;
      }
      this.#unread = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    const bytes = this.#unread.subarray(0, limit);
    this.#unread = this.#unread.subarray(bytes.length);
    return bytes;
  }

  /** The next `count` bytes; fewer at the end of the body. */
  async exactly(count: number): Promise<Buffer> {
    let bytes = await this.some(count);
    while (bytes.length < count) {
      const more = await this.some(count - bytes.length);
      if (more.length === 0) {
        return bytes;
      }
      bytes = Buffer.concat([bytes, more]);
    }
    return bytes;
  }

  /** Takes back the end of what `some` returned last. */
  unshift(bytes: Buffer): void {
    this.#unread = Buffer.concat([bytes, this.#unread]);
  }
}
