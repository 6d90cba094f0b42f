/** How many go on in one turn. */
const AT_ONCE = 4;

/** Connections that always have more to say take turns: a few in each turn of the event loop, the others later. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #isScheduled = false;

  /** Calls `goOn` in a later turn, after those who have waited longer. */
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
