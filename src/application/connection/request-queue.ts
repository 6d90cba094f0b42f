import { type Answer, isPending } from '../ports/answer.js';

/** Most tasks that run at once: one that hangs occupies one of the four threads by which all connections reach files. */
const MAX_SIDE_BY_SIDE = 3;

/** What runs beside its like; `alone` beside nothing. */
type Kind = 'alone' | 'reads' | 'writes';

interface QueuedTask {
  readonly kind: Kind;
  readonly start: () => void;
}

/**
 * Runs tasks in the order in which they are given: reads beside reads, writes beside writes, whose effects keep their order, and every
 * other task alone. A task that fails does not stop the next.
 */
export class RequestQueue {
  readonly #waitForRoom: () => Promise<void> | undefined;
  readonly #waiting: QueuedTask[] = [];
  #running = 0;
  #kind: Kind = 'alone';
  /** Resolves when all writes that have started are settled. */
  #written: Promise<void> | undefined;

  /** @param waitForRoom awaited before each task; must not reject. Undefined: there is room. */
  constructor(waitForRoom: () => Promise<void> | undefined = nothing) {
    this.#waitForRoom = waitForRoom;
  }

  /** Resolves or rejects as the task does, which starts when all earlier tasks have settled. */
  run<T>(task: () => Answer<T>): Promise<T> {
    return this.#add('alone', task);
  }

  /**
   * Likewise for a task that changes nothing: it starts when all earlier tasks but reads have settled. Where none runs and there is room it
   * starts at once, and an answer that is at hand is returned.
   */
  read<T>(task: () => Answer<T>): Answer<T> {
    if (this.#running > 0 || this.#waitForRoom() !== undefined) {
      return this.#add('reads', task);
    }
    const answer = task();
    return isPending(answer) ? this.#add('reads', () => answer) : answer;
  }

  /**
   * Likewise for a task that may start when all earlier tasks but writes have settled, and has no effect before its turn: when these have
   * settled too.
   *
   * @param task is given its turn; undefined: it is the only one
   */
  write<T>(task: (turn: Promise<void> | undefined) => Answer<T>): Promise<T> {
    return this.#add('writes', task);
  }

  #add<T>(kind: Kind, task: (turn: Promise<void> | undefined) => Answer<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const turn = this.#running > 1 ? this.#written : undefined;
        const result = Promise.resolve(this.#waitForRoom()).then(() => task(turn));
        if (kind === 'writes') {
          this.#written = Promise.allSettled([turn, result]).then(nothing);
        }
        const settle = (): void => {
          this.#running -= 1;
          this.#startNext();
        };
        // Answers before it starts the next task.
        result.then(resolve, reject);
        result.then(settle, settle);
      };
      this.#waiting.push({ kind, start });
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
      this.#kind = next.kind;
      next.start();
    }
  }

  #hasRoomFor({ kind }: QueuedTask): boolean {
    return (
      this.#running === 0 ||
      (kind !== 'alone' && kind === this.#kind && this.#running < MAX_SIDE_BY_SIDE)
    );
  }
}

const nothing = (): undefined => undefined;
