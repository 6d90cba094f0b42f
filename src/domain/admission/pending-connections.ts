/** Bounded set of pending connections. Adding beyond the limit evicts the oldest. */
export class PendingConnections<Connection> {
  readonly #maxPending: number;
  readonly #evict: (connection: Connection) => void;
  /** In the order of arrival. No `Set`: the tables that it leaves behind would hold connections that have ended. */
  readonly #pending: Connection[] = [];

  /** @param evict is called with an evicted connection, after it has left the set. */
  constructor(maxPending: number, evict: (connection: Connection) => void) {
    this.#maxPending = maxPending;
    this.#evict = evict;
  }

  get size(): number {
    return this.#pending.length;
  }

  add(connection: Connection): void {
    this.#pending.push(connection);
    if (this.#pending.length > this.#maxPending) {
      this.evictOldest();
    }
  }

  /** The connection is no longer pending. */
  remove(connection: Connection): void {
    const index = this.#pending.indexOf(connection);
    if (index >= 0) {
      this.#pending.splice(index, 1);
    }
  }

  /** Evicts the oldest connection; returns false when there is none. */
  evictOldest(): boolean {
    const oldest = this.#pending.shift();
    if (oldest === undefined) {
      return false;
    }
    this.#evict(oldest);
    return true;
  }
}
