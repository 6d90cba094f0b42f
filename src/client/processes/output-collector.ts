/** The output of one stream, kept for the result up to a limit. */
export class OutputCollector {
  readonly #maxBytes: number;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Returns whether all of it fitted. */
  append(bytes: Buffer): boolean {
    const room = this.#maxBytes - this.#bytes;
    const kept = bytes.length > room ? bytes.subarray(0, room) : bytes;
    this.#bytes += kept.length;
    if (kept.length > 0) {
      this.#chunks.push(kept);
    }
    return kept === bytes;
  }

  get content(): Buffer {
    return Buffer.concat(this.#chunks, this.#bytes);
  }

  get chunks(): readonly Buffer[] {
    return this.#chunks;
  }
}
