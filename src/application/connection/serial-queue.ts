/** Runs tasks one after another in the order of `run`; a task that fails does not stop the next. */
export class SerialQueue {
  readonly #isReady: () => Promise<void>;
  #last: Promise<unknown> = Promise.resolve();

  /** @param isReady awaited before each task; must not reject. */
  constructor(isReady: () => Promise<void> = () => Promise.resolve()) {
    this.#isReady = isReady;
  }

  /** Resolves or rejects as the task does, which starts when all earlier tasks have settled. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(this.#isReady).then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
