/** Monotonic time, and that of the calendar. */
export interface Clock {
  /** Milliseconds since a fixed moment. */
  nowMs(): number;
  /** Milliseconds since the Unix epoch, to be shown: it may jump. */
  unixTimeMs(): number;
  /**
   * Calls `action` once, at least `delayMs` from now. Accepts any non-negative delay, also above the maximum
   * of the platform's timers. Returns a function that cancels it.
   */
  schedule(delayMs: number, action: () => void): () => void;
}
