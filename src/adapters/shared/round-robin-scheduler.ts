/** Waiters resumed per event-loop tick. */
const AT_ONCE = 4;

/**
 * Round-robin scheduler for connections that always have more to read: a few resume in each event-loop tick,
 * in the order in which they waited.
 */
export class RoundRobinScheduler {
  readonly #waiting: (() => void)[] = [];
  #isScheduled = false;

  /** Calls the given function in a later tick, after those that have waited longer. */
  enqueue(resume: () => void): void {
    this.#waiting.push(resume);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) {
      return;
    }
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      for (const resume of this.#waiting.splice(0, AT_ONCE)) {
        resume();
      }
      if (this.#waiting.length > 0) {
        this.#schedule();
      }
    });
  }
}
