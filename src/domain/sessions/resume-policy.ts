/** What the policy needs to know of a session. */
export interface Resumable {
  readonly isAttached: boolean;
  readonly detachedAtMs: number | undefined;
}

/** What becomes of a request to resume a session. */
export type ResumeDecision =
  /** The session is detached and in time: it may be taken. */
  | 'resume'
  /** Another connection holds it. */
  | 'attached'
  /** There is no such session, or its time is over. */
  | 'unknown';

/** Decides how long a detached session waits for its client, and who may have it back. */
export class ResumePolicy {
  /** How long a session waits after its last detachment. */
  readonly timeToLiveMs: number;

  constructor(timeToLiveMs: number) {
    this.timeToLiveMs = timeToLiveMs;
  }

  decide(session: Resumable | undefined, nowMs: number): ResumeDecision {
    if (session === undefined || this.hasExpired(session, nowMs)) {
      return 'unknown';
    }
    return session.isAttached ? 'attached' : 'resume';
  }

  /** Expiry wins at the boundary: at exactly `detachedAtMs + timeToLiveMs` the session is gone. */
  hasExpired(session: Resumable, nowMs: number): boolean {
    return session.detachedAtMs !== undefined && nowMs - session.detachedAtMs >= this.timeToLiveMs;
  }
}
