/** Listeners of one kind of event. */
export class ListenerSet<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** Returns what removes it. */
  add(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  call(event: Event): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }
}
