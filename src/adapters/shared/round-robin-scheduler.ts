/** Waiters resumed per event-loop tick. */
const AT_ONCE = 4;

/**
 * Round-robin scheduler for connections that always have more to read: a few resume in each event-loop tick,
 * in the order in which they waited.
 */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isScheduled = false;

  /** Calls `goOn` in a later tick, after those that have waited longer. */
  wait(goOn: () => void): void {
    this.#waiting.push(goOn);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) {
      return;
    }
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      for (const goOn of this.#waiting.splice(0, AT_ONCE)) {
        goOn();
      }
      if (this.#waiting.length > 0) {
        this.#schedule();
      }
    });
  }
}
