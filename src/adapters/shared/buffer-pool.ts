/**
 * Blocks are for what fills them to this part; anything smaller gets memory of its own size. What is left unused
 * counts in no limit: programs that write by the line fill a pipe to nine tenths.
 */
const MIN_FILL_RATIO = 63 / 64;

/**
 * Memory that is used again and again. What lives for a while, such as output until it has arrived, is old by
 * the time it goes: left to the garbage collector, it would cost a walk through the whole heap for each 64 MB.
 */
export class BufferPool {
  readonly #blockBytes: number;
  readonly #maxSpare: number;
  readonly #spare: ArrayBufferLike[] = [];

  /** @param maxSpare blocks that are kept for later; the rest is left to the garbage collector. */
  constructor(blockBytes: number, maxSpare: number) {
    this.#blockBytes = blockBytes;
    this.#maxSpare = maxSpare;
  }

  /** Memory for so many bytes, with anything in it. It is the caller's until it is given back. */
  acquire(bytes: number): Uint8Array {
    if (bytes > this.#blockBytes || bytes < this.#blockBytes * MIN_FILL_RATIO) {
      return new Uint8Array(bytes);
    }
    return new Uint8Array(this.#spare.pop() ?? new ArrayBuffer(this.#blockBytes), 0, bytes);
  }

  /** Nobody looks at it any more. */
  release({ buffer }: Uint8Array): void {
    if (buffer.byteLength === this.#blockBytes && this.#spare.length < this.#maxSpare) {
      this.#spare.push(buffer);
    }
  }
}
