/** The state of a session that the policy uses. */
export interface Resumable {
  readonly isAttached: boolean;
  readonly detachedAtMs: number | undefined;
}

/** The decision on a resume request. */
export type ResumeDecision =
  /** The session is detached and has not expired. */
  | 'resume'
  /** Another connection is attached. */
  | 'attached'
  /** There is no such session, or it has expired. */
  | 'unknown';

/** Decides how long a detached session is kept, and whether it may be resumed. */
export class ResumePolicy {
  /** How long a session is kept after it was last detached. */
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

  /** At exactly `detachedAtMs + timeToLiveMs` the session has expired. */
  hasExpired(session: Resumable, nowMs: number): boolean {
    return session.detachedAtMs !== undefined && nowMs - session.detachedAtMs >= this.timeToLiveMs;
  }
}
