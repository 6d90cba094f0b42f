/** Runs tasks one after another, in the order in which they came; one that fails holds up none. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Resolves and rejects as the task does, which begins when all before it are done. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
