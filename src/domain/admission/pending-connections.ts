/** Bounded set of pending connections. Adding beyond the limit evicts the oldest. */
export class PendingConnections<Guest> {
  readonly #maxPending: number;
  readonly #evict: (guest: Guest) => void;
  /** In the order of arrival. */
  readonly #pending = new Set<Guest>();

  /** @param evict is called with an evicted connection, after it has left the set. */
  constructor(maxGuests: number, dismiss: (guest: Guest) => void) {
    this.#maxPending = maxGuests;
    this.#evict = dismiss;
  }

  get size(): number {
    return this.#pending.size;
  }

  add(guest: Guest): void {
    this.#pending.add(guest);
    if (this.#pending.size > this.#maxPending) {
      this.evictOldest();
    }
  }

  /** The connection is no longer pending. */
  remove(guest: Guest): void {
    this.#pending.delete(guest);
  }

  /** Evicts the oldest connection; returns false when there is none. */
  evictOldest(): boolean {
    for (const guest of this.#pending) {
      this.#pending.delete(guest);
      this.#evict(guest);
      return true;
    }
    return false;
  }
}
