/** Monotonic time: it never jumps, and has no relation to the calendar. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  nowMs(): number;
  /**
   * Calls `action` once, `delayMs` from now or soon after; any non-negative number will do, also ones
   * beyond what a timer of the platform takes. Returns what calls it off.
   */
  schedule(delayMs: number, action: () => void): () => void;
}
