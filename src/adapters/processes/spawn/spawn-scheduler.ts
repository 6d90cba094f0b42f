/**
 * Allows one start per event-loop tick: a spawn blocks the loop for about a millisecond, so other I/O must
 * run in between. There is no delay in an idle tick.
 */
export class SpawnScheduler {
  readonly #waiting: (() => void)[] = [];
  /** True from a start until the end of its turn. */
  #taken = false;

  /** Resolves when the caller may spawn, in the order of the calls. */
  next(): Promise<void> {
    if (this.#taken) {
      return new Promise((resolve) => this.#waiting.push(resolve));
    }
    this.#take();
    return Promise.resolve();
  }

  #take(): void {
    this.#taken = true;
    setImmediate(() => {
      const resolve = this.#waiting.shift();
      if (resolve === undefined) {
        this.#taken = false;
        return;
      }
      this.#take();
      resolve();
    });
  }
}
