/** Runs tasks one after another, in the order in which they came; one that fails holds up none. */
export class SerialQueue {
  readonly #isReady: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  /** @param isReady what each task waits for besides; must not reject. */
  constructor(isReady: () => Promise<void> = () => Promise.resolve()) {
    this.#isReady = isReady;
  }

  /** Resolves and rejects as the task does, which begins when all before it are done. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(this.#isReady).then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
