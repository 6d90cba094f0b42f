import type { Drain } from '../../../domain/admission/drain.js';
import { OneShotEvent } from '../../../domain/sessions/one-shot-event.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionStore } from '../../ports/session-store.js';
import type { SessionExpiry } from './session-expiry.js';

/** How often a drain logs what it waits for. */
const PROGRESS_INTERVAL_MS = 10_000;

/** Takes no new sessions, and waits until those that there are have ended: they are served and resumed as before. */
export class DrainSessions {
  readonly #sessions: SessionStore;
  readonly #expiry: SessionExpiry;
  readonly #drain: Drain;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #over = new OneShotEvent();

  constructor(
    sessions: SessionStore,
    expiry: SessionExpiry,
    drain: Drain,
    clock: Clock,
    logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#expiry = expiry;
    this.#drain = drain;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * Resolves with the number of sessions that are left: 0, or more when the time is over or `stop` is called first. A
   * second call waits for the same.
   *
   * @param timeoutMs may be infinite
   */
  execute(timeoutMs: number): Promise<number> {
    if (!this.#drain.isActive) {
      this.#begin(timeoutMs);
    }
    return new Promise((resolve) => this.#over.onFire(() => resolve(this.#sessions.size)));
  }

  /** The server stops: ends the wait. */
  stop(): void {
    if (this.#drain.isActive && !this.#over.hasFired) {
      this.#logger.info('drain cut short', { sessions: this.#sessions.size });
      this.#over.fire();
    }
  }

  #begin(timeoutMs: number): void {
    this.#drain.begin(this.#clock.nowMs() + timeoutMs);
    this.#logger.info('draining', this.#progress());
    this.#expiry.onEnded(() => this.#settle());
    this.#expiry.endEmpty();
    this.#settle();
    this.#wait();
  }

  #settle(): void {
    if (this.#sessions.size === 0 && !this.#over.hasFired) {
      this.#logger.info('drained');
      this.#over.fire();
    }
  }

  /** Logs the progress until it is over. */
  #wait(): void {
    if (this.#over.hasFired) {
      return;
    }
    const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
    if (remainingMs === 0) {
      this.#logger.warn('drain timed out', { sessions: this.#sessions.size });
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

  #progress(): { sessions: number; secondsLeft: number | undefined } {
    const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
    const secondsLeft = Number.isFinite(remainingMs) ? Math.ceil(remainingMs / 1000) : undefined;
    return { sessions: this.#sessions.size, secondsLeft };
  }
}
