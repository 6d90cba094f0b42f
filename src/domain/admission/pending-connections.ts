/** Bounded set of pending connections. Adding beyond the limit evicts the oldest. */
export class PendingConnections<Guest> {
  readonly #maxPending: number;
  readonly #evict: (connection: Guest) => void;
  /** In the order of arrival. */
  readonly #pending = new Set<Guest>();

  /** @param evict is called with an evicted connection, after it has left the set. */
  constructor(maxPending: number, evict: (connection: Guest) => void) {
    this.#maxPending = maxPending;
    this.#evict = evict;
  }

  get size(): number {
    return this.#pending.size;
  }

  add(connection: Guest): void {
    this.#pending.add(connection);
    if (this.#pending.size > this.#maxPending) {
      this.evictOldest();
    }
  }

  /** The connection is no longer pending. */
  remove(connection: Guest): void {
    this.#pending.delete(connection);
  }

  /** Evicts the oldest connection; returns false when there is none. */
  evictOldest(): boolean {
    for (const connection of this.#pending) {
      this.#pending.delete(connection);
      this.#evict(connection);
      return true;
    }
    return false;
  }
}
