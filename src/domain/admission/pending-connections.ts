/** Bounded set of pending connections. Adding beyond the limit evicts the oldest. */
export class PendingConnections<Connection> {
  readonly #maxPending: number;
  readonly #evict: (connection: Connection) => void;
  /** In the order of arrival. */
  readonly #pending = new Set<Connection>();

  /** @param evict is called with an evicted connection, after it has left the set. */
  constructor(maxPending: number, evict: (connection: Connection) => void) {
    this.#maxPending = maxPending;
    this.#evict = evict;
  }

  get size(): number {
    return this.#pending.size;
  }

  add(connection: Connection): void {
    this.#pending.add(connection);
    if (this.#pending.size > this.#maxPending) {
      this.evictOldest();
    }
  }

  /** The connection is no longer pending. */
  remove(connection: Connection): void {
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
