import type { Drain } from '../../../domain/admission/drain.js';
import { DrainWait } from '../../drain-wait.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionStore } from '../../ports/session-store.js';
import type { SessionExpiry } from './session-expiry.js';

/** Takes no new sessions, and waits until those that there are have ended: they are served and resumed as before. */
export class DrainSessions {
  readonly #expiry: SessionExpiry;
  readonly #wait: DrainWait;

  constructor(
    sessions: SessionStore,
    expiry: SessionExpiry,
    drain: Drain,
    clock: Clock,
    logger: Logger,
  ) {
    this.#expiry = expiry;
    this.#wait = new DrainWait(() => ({ sessions: sessions.size }), drain, clock, logger);
  }

  /**
   * Resolves with the number of sessions that are left: 0, or more when the time is over or `stop` is called first. A
   * second call waits for the same.
   *
   * @param timeoutMs may be infinite
   */
  execute(timeoutMs: number): Promise<number> {
    return this.#wait.execute(timeoutMs, () => {
      this.#expiry.onEnded(() => this.#wait.settle());
      this.#expiry.endEmpty();
    });
  }

  /** The server stops: ends the wait. */
  stop(): void {
    this.#wait.stop();
  }
}
