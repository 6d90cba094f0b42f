/** Smaller reads are small: programs that buffer their output write as much at once. */
const SMALL_BYTES = 4096;
/** So many small reads within this time make a burst. */
const BURST_READS = 16;
const BURST_MS = 0.5;

/** After a rest, less means that the burst is over, and more that the process writes in large blocks. */
const MIN_GATHERED_BYTES = 256;
const MAX_GATHERED_BYTES = 32 * 1024;

/**
 * Tells when to rest from reading, so that the small writes of a process gather in its pipe: each read wakes the writer,
 * and each is a message. Rests only within a burst, so that a single write, such as an echo, is never delayed.
 */
export class SmallReadPacer {
  #smallReads = 0;
  #burstBeganMs = 0;
  #hasRested = false;

  /** Whether to rest after a read of so many bytes. */
  mustRest(bytes: number, nowMs: () => number): boolean {
    this.#hasRested = this.#hasRested
      ? bytes >= MIN_GATHERED_BYTES && bytes <= MAX_GATHERED_BYTES
      : this.#isBurst(bytes, nowMs);
    return this.#hasRested;
  }

  #isBurst(bytes: number, nowMs: () => number): boolean {
    if (bytes >= SMALL_BYTES) {
      this.#smallReads = 0;
      return false;
    }
    if (this.#smallReads % BURST_READS === 0) {
      this.#burstBeganMs = nowMs();
    }
    this.#smallReads += 1;
    return this.#smallReads % BURST_READS === 0 && nowMs() - this.#burstBeganMs < BURST_MS;
  }
}
