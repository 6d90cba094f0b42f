/** Monotonic time and timers; tests have their own. */
export interface Clock {
  /** Milliseconds since a fixed moment. */
  nowMs(): number;
  /** Calls `action` once, `delayMs` from now; returns what cancels it. */
  schedule(delayMs: number, action: () => void): () => void;
}

/** The time of the system. Its timers keep a program alive only with `ref`. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  schedule: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
