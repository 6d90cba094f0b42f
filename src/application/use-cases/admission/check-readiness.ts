import type { Drain } from '../../../domain/admission/drain.js';
import type { Clock } from '../../ports/clock.js';
import type { SessionStore } from '../../ports/session-store.js';

/** Whether the server takes new sessions. */
export type Readiness =
  | { readonly state: 'ready' }
  /** Sessions that are left, and how long they may go on: infinite where nothing limits it. */
  | { readonly state: 'draining'; readonly sessions: number; readonly remainingMs: number };

/** Tells load balancers whether to send new clients here. */
export class CheckReadiness {
  readonly #sessions: SessionStore;
  readonly #drain: Drain;
  readonly #clock: Clock;

  constructor(sessions: SessionStore, drain: Drain, clock: Clock) {
    this.#sessions = sessions;
    this.#drain = drain;
    this.#clock = clock;
  }

  execute(): Readiness {
    if (this.#drain.isActive) {
      const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
      return { state: 'draining', sessions: this.#sessions.size, remainingMs };
    }
    return { state: 'ready' };
  }
}
