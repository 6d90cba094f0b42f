import type { Limits } from '../../../application/limits/limits.js';
import type { Clock } from '../../../application/ports/clock.js';

const KIB = 1024;
/** What a request costs besides its text, about. */
const REQUEST_BYTES = KIB;
/** Requests that are let through when larger ones are refused: they may be what ends the others. */
const SMALL_BYTES = 64 * KIB;
/** How long reading rests while no answer comes. */
const STALL_MS = 1000;

/**
 * Bounds the requests of one connection that wait for their answers. Beyond the limit nothing more is read for
 * as long as answers come, as TCP would have it; when none comes for a second, what is under way may be waiting
 * for something that is yet to be read. Then reading goes on, and large requests are refused.
 */
export class RequestBudget {
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  #bytes = 0;
  #isStalled = false;
  #stopWaiting: (() => void) | undefined;

  /** @param onRoom hears that reading may go on. */
  constructor(limits: Pick<Limits, 'maxBytesInFlight'>, clock: Clock, onRoom: () => void) {
    this.#maxBytes = limits.maxBytesInFlight;
    this.#clock = clock;
    this.#onRoom = onRoom;
  }

  /** True: nothing more should be read now. */
  get isExhausted(): boolean {
    return this.#isOver && !this.#isStalled;
  }

  /** Whether a request of so many bytes is too much. */
  rejects(bytes: number): boolean {
    return bytes > SMALL_BYTES ? this.#isOver : this.#bytes > 2 * this.#maxBytes;
  }

  /** A request is under way until what this returns is called, once. */
  reserve(bytes: number): () => void {
    const cost = bytes + REQUEST_BYTES;
    this.#bytes += cost;
    if (this.#isOver && this.#stopWaiting === undefined && !this.#isStalled) {
      this.#wait();
    }
    return () => this.#release(cost);
  }

  /** The connection is gone. */
  dispose(): void {
    this.#stopWaiting?.();
    this.#isStalled = true;
  }

  get #isOver(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  #release(cost: number): void {
    const wasFull = this.isExhausted;
    this.#bytes -= cost;
    if (!wasFull) {
      if (!this.#isOver) {
        this.#isStalled = false;
      }
      return;
    }
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#isOver) {
      this.#wait();
    } else {
      this.#onRoom();
    }
  }

  #wait(): void {
    this.#stopWaiting = this.#clock.schedule(STALL_MS, () => {
      this.#stopWaiting = undefined;
      this.#isStalled = true;
      this.#onRoom();
    });
  }
}
