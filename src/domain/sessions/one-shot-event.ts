/**
 * An event that fires once, for any number of listeners. An `AbortSignal` would warn of a leak beyond ten.
 */
export class OneShotEvent {
  readonly #listeners = new Set<() => void>();
  #hasFired = false;

  get hasFired(): boolean {
    return this.#hasFired;
  }

  /**
   * Calls `listener` once when the event fires, at once if it has fired. Returns a function that removes the
   * listener.
   */
  onFire(listener: () => void): () => void {
    if (this.#hasFired) {
      listener();
    } else {
      this.#listeners.add(listener);
    }
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listeners in the order in which they were added; later calls do nothing. */
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
