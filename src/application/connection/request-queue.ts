/** Most tasks that run at once: one that hangs occupies one of the four threads by which all connections reach files. */
const MAX_SHARED = 3;

interface QueuedTask {
  readonly isShared: boolean;
  readonly start: () => void;
}

/**
 * Runs tasks in the order in which they are given: one that is shared beside other shared ones, every other one alone. A task
 * that fails does not stop the next.
 */
export class RequestQueue {
  readonly #isReady: () => Promise<void>;
  readonly #waiting: QueuedTask[] = [];
  #running = 0;
  #isShared = true;

  /** @param isReady awaited before each task; must not reject. */
  constructor(isReady: () => Promise<void> = () => Promise.resolve()) {
    this.#isReady = isReady;
  }

  /** Resolves or rejects as the task does, which starts when all earlier tasks have settled. */
  run<T>(task: () => T | Promise<T>): Promise<T> {
    return this.#add(false, task);
  }

  /** Likewise for a task that changes nothing: it starts when the earlier tasks of `run` have settled. */
  runShared<T>(task: () => T | Promise<T>): Promise<T> {
    return this.#add(true, task);
  }

  #add<T>(isShared: boolean, task: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const result = this.#isReady().then(task);
        const settle = (): void => {
          this.#running -= 1;
          this.#startNext();
        };
        // Answers before it starts the next task.
        result.then(resolve, reject);
        result.then(settle, settle);
      };
      this.#waiting.push({ isShared, start });
      this.#startNext();
    });
  }

  #startNext(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (next === undefined || !this.#hasRoomFor(next)) {
        return;
      }
      this.#waiting.shift();
      this.#running += 1;
      this.#isShared = next.isShared;
      next.start();
    }
  }

  #hasRoomFor({ isShared }: QueuedTask): boolean {
    return this.#running === 0 || (isShared && this.#isShared && this.#running < MAX_SHARED);
  }
}
