import type { ProcessControl } from './process-control.js';

/**
 * Why output is paused besides waiting for the client: the connection is congested, or all processes together exceed
 * the memory budget.
 */
export type PauseReason = 'congestion' | 'memory';

type Output = Pick<ProcessControl, 'pauseOutput' | 'resumeOutput'>;

/** Pauses the output of one process while it must wait for its client or another reason applies. */
export class Backpressure {
  readonly #mustWait: () => boolean;
  readonly #reasons = new Set<PauseReason>();
  readonly #control: () => Output | undefined;
  #isPaused = false;

  /** @param control undefined while the process does not run. */
  constructor(mustWait: () => boolean, control: () => Output | undefined) {
    this.#mustWait = mustWait;
    this.#control = control;
  }

  get isPaused(): boolean {
    return this.#isPaused;
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

  /** Call it when the process has started, and when `mustWait` may have changed. */
  apply(): void {
    const isPaused = this.#mustWait() || this.#reasons.size > 0;
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
