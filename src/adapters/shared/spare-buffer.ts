import { KIB } from '../../application/limits/units.js';

/** Less memory is cheap, and may be a part of what Node shares among buffers, which has any size (`Buffer.poolSize`). */
const MIN_BYTES = 64 * KIB;
/** A reply with 1 MiB in base64, which is what is kept of the output of a process, and what a block of a file has at most. */
const MAX_BYTES = 2048 * KIB;

/**
 * Memory for one long message after another. New memory costs a page fault every 4 KiB, which take more time than encoding 1 MiB in it.
 * Between messages it keeps the largest released buffer, at most 2 MiB.
 */
export class SpareBuffer {
  #spare: ArrayBufferLike | undefined;

  /** A buffer of `bytes` with arbitrary content. It belongs to the caller until `release`, which is optional. */
  acquire(bytes: number): Buffer {
    if (bytes < MIN_BYTES) {
      return Buffer.allocUnsafe(bytes);
    }
    const spare = this.#spare;
    if (spare === undefined || spare.byteLength < bytes) {
      return Buffer.allocUnsafeSlow(bytes);
    }
    this.#spare = undefined;
    return Buffer.from(spare, 0, bytes);
  }

  /** Returns a buffer that is not used any more. */
  release({ buffer, length }: Buffer): void {
    const { byteLength } = buffer;
    if (length >= MIN_BYTES && byteLength <= MAX_BYTES && byteLength > this.#spareBytes) {
      this.#spare = buffer;
    }
  }

  get #spareBytes(): number {
    return this.#spare?.byteLength ?? 0;
  }
}
