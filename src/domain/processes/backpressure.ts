import type { ProcessControl } from './process-control.js';

/**
 * Why output is paused besides a full window: the connection is congested, or all processes together exceed
 * the memory budget.
 */
export type PauseReason = 'congestion' | 'memory';

type Output = Pick<ProcessControl, 'pauseOutput' | 'resumeOutput'>;

/** Pauses the output of one process while its window is full or another reason applies. */
export class Backpressure {
  readonly #isWindowFull: () => boolean;
  readonly #reasons = new Set<PauseReason>();
  readonly #control: () => Output | undefined;
  #isPaused = false;

  /** @param control undefined while the process does not run. */
  constructor(isWindowFull: () => boolean, control: () => Output | undefined) {
    this.#isWindowFull = isWindowFull;
    this.#control = control;
  }

  has(reason: PauseReason): boolean {
    return this.#reasons.has(reason);
  }

  add(reason: PauseReason): void {
    this.#reasons.add(reason);
    this.apply();
  }

  remove(reason: PauseReason): void {
    this.#reasons.delete(reason);
    this.apply();
  }

  /** Call it when the process has started, and when the window may have become full or free. */
  apply(): void {
    const isPaused = this.#isWindowFull() || this.#reasons.size > 0;
    const control = this.#control();
    if (control === undefined || isPaused === this.#isPaused) {
      return;
    }
    this.#isPaused = isPaused;
    if (isPaused) {
      control.pauseOutput();
    } else {
      control.resumeOutput();
    }
  }
}
