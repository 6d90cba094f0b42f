/** Limits of sessions. */
export interface SessionLimits {
  /** `--max-sessions`: sessions, attached and detached; `initialize` of one more fails. */
  readonly maxSessions: number;
  /** `--session-ttl`: how long a detached session is kept before its processes are killed. */
  readonly sessionTtlMs: number;
  /** `--max-session-ttl`: the longest that a client may ask for; `sessionTtlMs` where that is longer. */
  readonly maxSessionTtlMs: number;
  /** How long an attached client may take to answer the ping that another connection's resume sends. */
  readonly probeTimeoutMs: number;
  /**
   * `--resume-read-timeout`: after a resume new output of a process waits until the client has read and acknowledged what
   * it missed, or has read none of it for this long. A client that has read some may take five times as long for the next.
   */
  readonly resumeReadTimeoutMs: number;
  /**
   * How long after a resume no read of the backlog may come before a process paused by it continues without.
   * Applies only after several disconnections, since one leaves at most one window.
   */
  readonly backlogGraceMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  maxSessions: 10_000,
  sessionTtlMs: 80_000,
  maxSessionTtlMs: 24 * 60 * 60 * 1000,
  probeTimeoutMs: 1000,
  resumeReadTimeoutMs: 1000,
  backlogGraceMs: 60_000,
};
