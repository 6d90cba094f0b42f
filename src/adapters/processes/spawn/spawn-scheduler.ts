/**
 * Allows one start per event-loop tick: a spawn blocks the loop for about a millisecond, so other I/O must
 * run in between. There is no delay in an idle tick, unlike with `RoundRobinScheduler`, which defers every waiter, and
 * four a tick: one class for both would be two behind a flag.
 */
export class SpawnScheduler {
  readonly #waiting: (() => void)[] = [];
  /** Whether a process was started in this tick. */
  #isTickUsed = false;

  /** Resolves when the caller may spawn, in the order of the calls. */
  next(): Promise<void> {
    if (this.#isTickUsed) {
      return new Promise((resolve) => this.#waiting.push(resolve));
    }
    this.#useTick();
    return Promise.resolve();
  }

  #useTick(): void {
    this.#isTickUsed = true;
    setImmediate(() => {
      const resolve = this.#waiting.shift();
      if (resolve === undefined) {
        this.#isTickUsed = false;
        return;
      }
      this.#useTick();
      resolve();
    });
  }
}
