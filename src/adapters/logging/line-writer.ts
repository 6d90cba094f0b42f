import type { Clock } from '../../application/ports/clock.js';

const MAX_WAITING_BYTES = 256 * 1024;
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 1000;

/** Writes what the system accepts at once and returns the number of bytes; throws when it accepts none. */
export type WriteNow = (bytes: Uint8Array) => number;

/**
 * Writes lines to a descriptor that may fail at any time, such as a full pipe or disk. Up to 256 KiB wait and
 * are retried at least once a second. Lines beyond that are lost and counted, and so are all later ones until
 * the queue is empty: the loss is reported at the place where the lines are missing.
 */
export class LineWriter {
  readonly #writeNow: WriteNow;
  readonly #clock: Clock;
  readonly #onLost: (lines: number) => void;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #lostLines = 0;
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: (() => void) | undefined;

  /**
   * `tellLost` receives the number of lost lines as soon as lines are accepted again; it may write a line
   * itself.
   */
  constructor(writeNow: WriteNow, clock: Clock, onLost: (lines: number) => void) {
    this.#writeNow = writeNow;
    this.#clock = clock;
    this.#onLost = onLost;
  }

  /** Never throws and never blocks. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    const isFull = this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > MAX_WAITING_BYTES;
    if (isFull || this.#lostLines > 0) {
      this.#lostLines += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    // While a retry is scheduled new lines only queue up: a failing write costs more than a line.
    if (this.#cancelRetry === undefined) {
      this.writeWaiting();
    }
  }

  /** Tries to write the queue. True when it is empty. */
  writeWaiting(): boolean {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    if (!this.#writeAll()) {
      this.#cancelRetry = this.#clock.schedule(this.#retryMs, () => this.writeWaiting());
      this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
      return false;
    }
    const lost = this.#lostLines;
    this.#lostLines = 0;
    if (lost > 0) {
      this.#onLost(lost);
    }
    return this.#waiting.length === 0;
  }

  #writeAll(): boolean {
    try {
      for (let [line] = this.#waiting; line !== undefined; [line] = this.#waiting) {
        const written = this.#writeNow(line);
        if (written === 0) {
          return false;
        }
        this.#retryMs = FIRST_RETRY_MS;
        this.#waitingBytes -= written;
        if (written < line.length) {
          this.#waiting[0] = line.subarray(written);
        } else {
          this.#waiting.shift();
        }
      }
      return true;
    } catch {
      // EAGAIN, ENOSPC, EPIPE, EIO, …: any error may be temporary, and there is no other place to report it.
      return false;
    }
  }
}
