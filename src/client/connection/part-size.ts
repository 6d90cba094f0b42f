/** The largest part behind a loss of the connection: what breaks again soon has carried something by then. */
const AFTER_LOSS_BYTES = 64 * 1024;
/** Parts do not get smaller than this. */
export const SMALLEST_PART_BYTES = 8 * 1024;

/** How much one message carries of what is sent or fetched in parts: less behind a loss of the connection, twice as much behind each success. */
export class PartSize {
  readonly #largest: number;
  #bytes: number;

  constructor(largest: number) {
    this.#largest = largest;
    this.#bytes = largest;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** A part has arrived. */
  grow(): void {
    this.#bytes = Math.min(this.#largest, 2 * this.#bytes);
  }

  /** The connection was lost under a part of so many bytes. */
  shrink(bytes: number): void {
    const half = Math.ceil(bytes / 2);
    this.#bytes = Math.max(SMALLEST_PART_BYTES, Math.min(AFTER_LOSS_BYTES, half));
  }
}
