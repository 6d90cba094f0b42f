import type { ConnectionLimits } from '../../../application/limits/connection-limits.js';
import { KIB } from '../../../application/limits/units.js';
import type { Clock } from '../../../application/ports/clock.js';
import { NoRoom } from '../../../domain/errors.js';

/** Approximate cost of a request besides its text. */
const REQUEST_BYTES = KIB;
/** Requests up to this size are accepted when larger ones are rejected: they may unblock the others. */
const SMALL_BYTES = 64 * KIB;
/** How long reading stays paused without any reply. */
const STALL_MS = 1000;

/**
 * Limits the bytes of unanswered requests of one connection. Above the limit the server stops reading for as
 * long as replies are sent. If none is sent for 1 s, the requests in flight may depend on one that is not
 * read yet: reading resumes, and requests above 64 KiB are rejected.
 */
export class RequestBudget {
  readonly #maxBytes: number;
  readonly #clock: Clock;
  readonly #onRoom: () => void;
  #bytes = 0;
  #isStalled = false;
  #stopWaiting: (() => void) | undefined;

  /** @param onRoom is called when reading may resume. */
  constructor(
    limits: Pick<ConnectionLimits, 'maxBytesInFlight'>,
    clock: Clock,
    onRoom: () => void,
  ) {
    this.#maxBytes = limits.maxBytesInFlight;
    this.#clock = clock;
    this.#onRoom = onRoom;
  }

  /** True: reading should be paused. */
  get isExhausted(): boolean {
    return this.#isOverLimit && !this.#isStalled;
  }

  /** @throws {NoRoom} when a request of this size must be rejected. */
  requireRoom(bytes: number): void {
    if (bytes > SMALL_BYTES ? this.#isOverLimit : this.#bytes > 2 * this.#maxBytes) {
      throw new NoRoom('too many bytes of unanswered requests on this connection', {
        limit: 'maxBytesInFlight',
      });
    }
  }

  /** Counts a request until the returned function is called, once. */
  reserve(bytes: number): () => void {
    const cost = bytes + REQUEST_BYTES;
    this.#bytes += cost;
    if (this.#isOverLimit && this.#stopWaiting === undefined && !this.#isStalled) {
      this.#wait();
    }
    return () => this.#release(cost);
  }

  /** The connection is closed. */
  dispose(): void {
    this.#stopWaiting?.();
    this.#isStalled = true;
  }

  get #isOverLimit(): boolean {
    return this.#bytes > this.#maxBytes;
  }

  #release(cost: number): void {
    const wasFull = this.isExhausted;
    this.#bytes -= cost;
    if (!wasFull) {
      if (!this.#isOverLimit) {
        this.#isStalled = false;
      }
      return;
    }
    this.#stopWaiting?.();
    this.#stopWaiting = undefined;
    if (this.#isOverLimit) {
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
