import type { Clock } from '../../src/application/ports/clock.js';

interface Scheduled {
  readonly dueMs: number;
  readonly action: () => void;
}

/** Time that stands still until a test moves it; it starts at 0. */
export class FakeClock implements Clock {
  #nowMs = 0;
  #scheduled: readonly Scheduled[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  unixTimeMs(): number {
    return this.#nowMs;
  }

  schedule(delayMs: number, action: () => void): () => void {
    const entry = { dueMs: this.#nowMs + delayMs, action };
    this.#scheduled = [...this.#scheduled, entry];
    return () => this.#remove(entry);
  }

  /** Actions that are scheduled and have neither run nor been called off. */
  get pending(): number {
    return this.#scheduled.length;
  }

  /** Lets time pass: what falls due runs in the order of its due time, and sees that time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (let entry = this.#nextUntil(endMs); entry; entry = this.#nextUntil(endMs)) {
      this.#remove(entry);
      this.#nowMs = Math.max(this.#nowMs, entry.dueMs);
      entry.action();
    }
    this.#nowMs = endMs;
  }

  /** Lets time pass while timers are late: what falls due runs with the next `advance`. */
  skip(ms: number): void {
    this.#nowMs += ms;
  }

  #nextUntil(endMs: number): Scheduled | undefined {
    return this.#scheduled
      .filter(({ dueMs }) => dueMs <= endMs)
      .sort((a, b) => a.dueMs - b.dueMs)[0];
  }

  #remove(entry: Scheduled): void {
    this.#scheduled = this.#scheduled.filter((other) => other !== entry);
  }
}
