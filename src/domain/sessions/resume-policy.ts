/** The state of a session that the policy uses. */
interface Resumable {
  /** Undefined while a client is attached, and before the first one was. */
  readonly detachedAtMs: number | undefined;
  /** Its own time to live; undefined: that of the policy. */
  readonly timeToLiveMs: number | undefined;
}

/** Decides how long a detached session is kept. */
export class ResumePolicy {
  readonly #timeToLiveMs: number;
  readonly #maxTimeToLiveMs: number;

  /**
   * @param timeToLiveMs of sessions whose client has not asked for another
   * @param maxTimeToLiveMs the longest that a client may ask for
   */
  constructor(timeToLiveMs: number, maxTimeToLiveMs = timeToLiveMs) {
    this.#timeToLiveMs = timeToLiveMs;
    this.#maxTimeToLiveMs = Math.max(timeToLiveMs, maxTimeToLiveMs);
  }

  /** How long the session is kept after it was last detached. */
  timeToLiveMs(session: Pick<Resumable, 'timeToLiveMs'>): number {
    return Math.min(session.timeToLiveMs ?? this.#timeToLiveMs, this.#maxTimeToLiveMs);
  }

  /** At exactly `detachedAtMs` and the time to live the session has expired. */
  hasExpired(session: Resumable, nowMs: number): boolean {
    return (
      session.detachedAtMs !== undefined &&
      nowMs - session.detachedAtMs >= this.timeToLiveMs(session)
    );
  }
}
