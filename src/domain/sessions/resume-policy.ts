/** The state of a session that the policy uses. */
interface Resumable {
  /** Undefined while a client is attached, and before the first one was. */
  readonly detachedAtMs: number | undefined;
}

/** Decides how long a detached session is kept. */
export class ResumePolicy {
  /** How long a session is kept after it was last detached. */
  readonly timeToLiveMs: number;

  constructor(timeToLiveMs: number) {
    this.timeToLiveMs = timeToLiveMs;
  }

  /** At exactly `detachedAtMs + timeToLiveMs` the session has expired. */
  hasExpired(session: Resumable, nowMs: number): boolean {
    return session.detachedAtMs !== undefined && nowMs - session.detachedAtMs >= this.timeToLiveMs;
  }
}
