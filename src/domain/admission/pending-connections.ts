/**
 * Those who have come and are not served yet. However many come, there is room for the next: when there are
 * too many, the one that has waited longest must go.
 */
export class PendingConnections<Guest> {
  readonly #maxPending: number;
  readonly #evict: (guest: Guest) => void;
  /** In the order in which they came. */
  readonly #pending = new Set<Guest>();

  /** @param dismiss sends away a guest, who has left the room already. */
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

  /** The guest is served, or has gone. */
  remove(guest: Guest): void {
    this.#pending.delete(guest);
  }

  /** Makes room where there is somebody to send away; returns whether there was. */
  evictOldest(): boolean {
    for (const guest of this.#pending) {
      this.#pending.delete(guest);
      this.#evict(guest);
      return true;
    }
    return false;
  }
}
