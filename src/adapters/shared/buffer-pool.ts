/**
 * Blocks are used only for data that fills them this far; anything smaller gets memory of its own size.
 * Unused space counts in no limit, and programs that write by the line fill a pipe to nine tenths.
 */
const MIN_FILL_RATIO = 63 / 64;

/**
 * Recycles fixed-size buffers. Output that waits for an acknowledgement is in the old generation by the time
 * it is dropped: left to the garbage collector, each 64 MB would cost a walk through the whole heap.
 */
export class BufferPool {
  readonly #blockBytes: number;
  readonly #maxFree: number;
  readonly #free: ArrayBufferLike[] = [];

  /** @param maxFree buffers kept for reuse; the rest is left to the garbage collector. */
  constructor(blockBytes: number, maxFree: number) {
    this.#blockBytes = blockBytes;
    this.#maxFree = maxFree;
  }

  /** A buffer of `bytes` with arbitrary content. It belongs to the caller until `release`. */
  acquire(bytes: number): Buffer {
    if (!this.recycles(bytes)) {
      // V8 keeps a small one in its heap until its `buffer` is read.
      return Buffer.alloc(bytes);
    }
    return Buffer.from(this.#free.pop() ?? new ArrayBuffer(this.#blockBytes), 0, bytes);
  }

  /** Returns a buffer that is not used any more. */
  release(acquired: Uint8Array): void {
    if (
      this.recycles(acquired.length) &&
      acquired.buffer.byteLength === this.#blockBytes &&
      this.#free.length < this.#maxFree
    ) {
      this.#free.push(acquired.buffer);
    }
  }

  /** Whether a buffer of that size is used again after `release`. */
  recycles(bytes: number): boolean {
    return bytes <= this.#blockBytes && bytes >= this.#blockBytes * MIN_FILL_RATIO;
  }
}
