import type { Drain } from '../../../domain/admission/drain.js';
import type { ConnectionLimits } from '../../limits/connection-limits.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import type { Clock } from '../../ports/clock.js';
import type { SessionStore } from '../../ports/session-store.js';

/** Whether the server takes new sessions. */
export type Readiness =
  | { readonly state: 'ready' }
  /** Sessions that are left, and how long they may go on: infinite where nothing limits it. */
  | { readonly state: 'draining'; readonly sessions: number; readonly remainingMs: number }
  /** The limit that is reached, and its value. */
  | {
      readonly state: 'full';
      readonly limit: 'maxConnections' | 'maxSessions';
      readonly value: number;
    };

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
