import type { Drain } from '../../../domain/admission/drain.js';
import type { Readiness } from '../../../domain/admission/readiness.js';
import type { ConnectionLimits } from '../../limits/connection-limits.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { SessionStore } from '../../ports/session-store.js';

/** The limits that make a server full. */
type FullLimits = Pick<SessionLimits & ConnectionLimits, 'maxSessions' | 'maxConnections'>;

/** Tells load balancers whether to send new clients here. */
export class CheckReadiness {
  readonly #sessions: SessionStore;
  readonly #drain: Drain;
  readonly #limits: FullLimits;
  readonly #clock: Clock;

  constructor(sessions: SessionStore, drain: Drain, limits: FullLimits, clock: Clock) {
    this.#sessions = sessions;
    this.#drain = drain;
    this.#limits = limits;
    this.#clock = clock;
  }

  /** @param canConnect whether the listeners accept a further connection */
  execute(canConnect: boolean): Readiness {
    if (this.#drain.isActive) {
      const remainingMs = this.#drain.remainingMs(this.#clock.nowMs());
      return { state: 'draining', sessions: this.#sessions.size, remainingMs };
    }
    const { maxSessions, maxConnections } = this.#limits;
    if (this.#sessions.size >= maxSessions) {
      return { state: 'full', limit: 'maxSessions', value: maxSessions };
    }
    return canConnect
      ? { state: 'ready' }
      : { state: 'full', limit: 'maxConnections', value: maxConnections };
  }
}
