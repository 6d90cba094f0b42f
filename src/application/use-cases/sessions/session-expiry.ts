import type { Drain } from '../../../domain/admission/drain.js';
import type { ResumePolicy } from '../../../domain/sessions/resume-policy.js';
import type { Session } from '../../../domain/sessions/session.js';
import { shortSessionId } from '../../logging/log-redaction.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionStore } from '../../ports/session-store.js';

/** Ends detached sessions: when their time to live is over, or with the server. */
export class SessionExpiry {
  readonly #sessions: SessionStore;
  readonly #policy: ResumePolicy;
  readonly #drain: Drain;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Cancels the expiry of each detached session. */
  readonly #pending = new Map<Session, () => void>();
  #onEnded: () => void = () => undefined;

  constructor(
    sessions: SessionStore,
    policy: ResumePolicy,
    drain: Drain,
    clock: Clock,
    logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#policy = policy;
    this.#drain = drain;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Returns the session with this id unless it has expired; an expired one ends now. */
  findAlive(sessionId: string): Session | undefined {
    const session = this.#sessions.find(sessionId);
    if (session === undefined || !this.#policy.hasExpired(session, this.#clock.nowMs())) {
      return session;
    }
    this.expire(session);
    return undefined;
  }

  /** How many sessions are attached, and how many are detached. */
  measure(): { attachedSessions: number; detachedSessions: number } {
    const detachedSessions = this.#pending.size;
    return { attachedSessions: this.#sessions.size - detachedSessions, detachedSessions };
  }

  /** Starts the time to live of a session that was just detached; one with nothing to resume ends at once in a drain. */
  schedule(session: Session): void {
    if (this.#drain.isActive && session.isEmpty) {
      this.#end(session, 'draining');
      return;
    }
    const cancel = this.#clock.schedule(this.#policy.timeToLiveMs(session), () =>
      this.expire(session),
    );
    this.#pending.set(session, cancel);
  }

  /** The session was resumed. */
  cancel(session: Session): void {
    this.#pending.get(session)?.();
    this.#pending.delete(session);
  }

  /** How long the session is kept after it was last detached. */
  timeToLiveMs(session: Session): number {
    return this.#policy.timeToLiveMs(session);
  }

  /** Its client ends the session. */
  end(session: Session): void {
    this.#end(session, 'ended by its client');
  }

  /** The time to live is over. */
  expire(session: Session): void {
    this.#end(session, 'expired');
  }

  /** Ends the detached sessions that have nothing to resume, when a drain begins. */
  endEmpty(): void {
    for (const session of this.#pending.keys()) {
      if (session.isEmpty) {
        this.#end(session, 'draining');
      }
    }
  }

  /** Sets the listener that is called after each end of a session. */
  onEnded(listener: () => void): void {
    this.#onEnded = listener;
  }

  /** Ends all sessions, when the server stops. */
  endAll(): void {
    for (const session of this.#pending.keys()) {
      this.#end(session, 'server stopping');
    }
  }

  /** Removes the session and kills its processes. */
  #end(session: Session, reason: string): void {
    this.cancel(session);
    this.#sessions.remove(session);
    const processes = session.processCount;
    session.end();
    this.#logger.info('session ended', {
      session: shortSessionId(session.id),
      processes,
      reason,
    });
    this.#onEnded();
  }
}
