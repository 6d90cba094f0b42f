/** An end that comes once, for any number of listeners: an `AbortSignal` warns of a leak beyond ten. */
export class OneShotEvent {
  readonly #listeners = new Set<() => void>();
  #hasFired = false;

  get hasFired(): boolean {
    return this.#hasFired;
  }

  /** Calls `listener` once at the end, at once when that was before. Returns what takes it back. */
  onFire(listener: () => void): () => void {
    if (this.#hasFired) {
      listener();
    } else {
      this.#listeners.add(listener);
    }
    return () => this.#listeners.delete(listener);
  }

  /** Calls those who listen, in the order in which they came. */
  fire(): void {
    if (this.#hasFired) {
      return;
    }
    this.#hasFired = true;
    for (const listener of this.#listeners) {
      listener();
    }
    this.#listeners.clear();
  }
}
