/** The starts of processes that have not settled, by process id: one of an id at a time. */
export class PendingStarts {
  readonly #starts = new Map<string, Promise<void>>();

  /** Calls `start` once the earlier start of the same id has settled; without one, at once. */
  run<T>(id: string, start: () => Promise<T>): Promise<T> {
    const earlier = this.#starts.get(id);
    // Nothing is awaited without an earlier start, so that no tick is lost.
    const started = earlier === undefined ? start() : earlier.then(start);
    const settled = started.then(
      () => undefined,
      () => undefined,
    );
    this.#starts.set(id, settled);
    void settled.then(() => {
      if (this.#starts.get(id) === settled) {
        this.#starts.delete(id);
      }
    });
    return started;
  }

  /** Resolves once the latest start of that id has settled; undefined when none is in flight. */
  settled(id: string): Promise<void> | undefined {
    return this.#starts.get(id);
  }
}
