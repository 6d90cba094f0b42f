/**
 * Those who have come and are not served yet. However many come, there is room for the next: when there are
 * too many, the one that has waited longest must go.
 */
export class WaitingRoom<Guest> {
  readonly #maxGuests: number;
  readonly #dismiss: (guest: Guest) => void;
  /** In the order in which they came. */
  readonly #guests = new Set<Guest>();

  /** @param dismiss sends away a guest, who has left the room already. */
  constructor(maxGuests: number, dismiss: (guest: Guest) => void) {
    this.#maxGuests = maxGuests;
    this.#dismiss = dismiss;
  }

  get size(): number {
    return this.#guests.size;
  }

  enter(guest: Guest): void {
    this.#guests.add(guest);
    if (this.#guests.size > this.#maxGuests) this.dismissOldest();
  }

  /** The guest is served, or has gone. */
  leave(guest: Guest): void {
    this.#guests.delete(guest);
  }

  /** Makes room where there is somebody to send away; returns whether there was. */
  dismissOldest(): boolean {
    for (const guest of this.#guests) {
      this.#guests.delete(guest);
      this.#dismiss(guest);
      return true;
    }
    return false;
  }
}
