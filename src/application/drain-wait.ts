import type { Drain } from '../domain/admission/drain.js';
import { OneShotEvent } from '../domain/sessions/one-shot-event.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';

/** How often a drain logs what it waits for. */
const PROGRESS_INTERVAL_MS = 10_000;

/** What a drain waits for, as the log names it, and how many there are. */
type Awaited = () => Readonly<{ sessions: number } | { connections: number }>;

/** Waits until nothing is left, or the time of a drain is over, and logs the progress. */
export class DrainWait {
  readonly #left: Awaited;
  readonly #drain: Drain;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #over = new OneShotEvent();

  constructor(left: Awaited, drain: Drain, clock: Clock, logger: Logger) {
    this.#left = left;
    this.#drain = drain;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * Resolves with the number that is left: 0, or more when the time is over or `stop` is called first. A second call waits for
   * the same.
   *
   * @param timeoutMs may be infinite
   * @param prepare is called once the drain is active, before anything is waited for
   */
  execute(timeoutMs: number, prepare: () => void = () => undefined): Promise<number> {
    if (!this.#drain.isActive) {
      this.#drain.begin(this.#clock.nowMs() + timeoutMs);
      this.#logger.info('draining', this.#progress());
      prepare();
      this.settle();
      this.#wait();
    }
    return new Promise((resolve) => this.#over.onFire(() => resolve(this.#count)));
  }

  /** Call it when something has ended. */
  settle(): void {
    if (this.#drain.isActive && this.#count === 0 && !this.#over.hasFired) {
      this.#logger.info('drained');
      this.#over.fire();
    }
  }

  /** The server stops: ends the wait. */
  stop(): void {
    if (this.#drain.isActive && !this.#over.hasFired) {
      this.#logger.info('drain cut short', this.#left());
      this.#over.fire();
    }
  }

  get #count(): number {
    return Object.values(this.#left())[0] ?? 0;
  }

  /** Logs the progress until it is over. */
  #wait(): void {
    if (this.#over.hasFired) {
      return;
    }
    const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
    if (remainingMs === 0) {
      this.#logger.warn('drain timed out', this.#left());
      this.#over.fire();
      return;
    }
    const cancel = this.#clock.schedule(Math.min(remainingMs, PROGRESS_INTERVAL_MS), () => {
      if (this.#drain.remainingMs(this.#clock.nowMs()) > 0) {
        this.#logger.info('drain progress', this.#progress());
      }
      this.#wait();
    });
    this.#over.onFire(cancel);
  }

  #progress(): Readonly<Record<string, number | undefined>> {
    const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
    const secondsLeft = Number.isFinite(remainingMs) ? Math.ceil(remainingMs / 1000) : undefined;
    return { ...this.#left(), secondsLeft };
  }
}
