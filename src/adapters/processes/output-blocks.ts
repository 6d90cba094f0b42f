/** As much as a pipe holds: what is read from a busy process comes in chunks of this size. */
const BLOCK_BYTES = 64 * 1024;
/** A chunk that leaves more of a block unused gets memory of its own size. */
const LEAST_FILL_BYTES = BLOCK_BYTES - 4 * 1024;
/** As many as one process may be ahead of its client; the rest is left to the garbage collector. */
const MAX_SPARE_BLOCKS = 128;

/**
 * Memory for the output of busy processes, used again and again. Chunks live until they have arrived: left to
 * the garbage collector they would be old by then, and it would have to go through the whole heap for each 64 MB.
 */
export class OutputBlocks {
  readonly #spare: ArrayBufferLike[] = [];

  /** A copy, which is the caller's until it is given back. */
  copy(bytes: Uint8Array): Uint8Array {
    if (bytes.length < LEAST_FILL_BYTES || bytes.length > BLOCK_BYTES) return new Uint8Array(bytes);
    const block = this.#spare.pop() ?? new ArrayBuffer(BLOCK_BYTES);
    const copy = new Uint8Array(block, 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  /** The bytes of a copy that nobody looks at any more. */
  giveBack({ buffer }: Uint8Array): void {
    if (buffer.byteLength === BLOCK_BYTES && this.#spare.length < MAX_SPARE_BLOCKS) {
      this.#spare.push(buffer);
    }
  }
}
