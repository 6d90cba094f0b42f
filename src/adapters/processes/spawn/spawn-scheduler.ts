/**
 * Lets one start through per turn of the event loop: a spawn blocks the loop for about a millisecond,
 * so a burst of starts must leave room for other I/O in between. In an idle turn there is no delay.
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
