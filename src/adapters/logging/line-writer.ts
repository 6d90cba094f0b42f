import type { Clock } from '../../application/ports/clock.js';

const MAX_WAITING_BYTES = 256 * 1024;
const FIRST_RETRY_MS = 10;
const LONGEST_RETRY_MS = 1000;

/** Writes what it can at once and returns how many bytes that was; throws when it cannot write any. */
export type WriteNow = (bytes: Uint8Array) => number;

/**
 * Writes lines to where writing may fail at any time: a pipe that nobody reads, a full disk. What is not taken waits,
 * up to 256 KiB, and is tried again at least each second. What comes when there is no room for it is lost and counted,
 * and so is all behind it until the rest has gone: the count is told where the lines are missing.
 */
export class LineWriter {
  readonly #writeNow: WriteNow;
  readonly #clock: Clock;
  readonly #tellLost: (lines: number) => void;
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #lostLines = 0;
  #retryMs = FIRST_RETRY_MS;
  #cancelRetry: (() => void) | undefined;

  /** `tellLost` hears how many lines were lost as soon as lines are taken again; it may write one about it. */
  constructor(writeNow: WriteNow, clock: Clock, tellLost: (lines: number) => void) {
    this.#writeNow = writeNow;
    this.#clock = clock;
    this.#tellLost = tellLost;
  }

  /** Never throws and never waits. */
  write(line: string): void {
    const bytes = Buffer.from(line);
    const isFull = this.#waitingBytes > 0 && this.#waitingBytes + bytes.length > MAX_WAITING_BYTES;
    if (isFull || this.#lostLines > 0) {
      this.#lostLines += 1;
      return;
    }
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    // What is being tried again is not tried with each line besides: a refusal costs more than a line.
    if (this.#cancelRetry === undefined) {
      this.writeWaiting();
    }
  }

  /** Tries to write what waits. True when nothing is left. */
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
      this.#tellLost(lost);
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
      // EAGAIN, ENOSPC, EPIPE, EIO, …: whatever it is, it may pass, and there is nowhere else to tell it.
      return false;
    }
  }
}
