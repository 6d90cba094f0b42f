/** Longer delays overflow the timers of Node, which then fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Monotonic time and timers; tests have their own. */
export interface Clock {
  /** Milliseconds since a fixed moment. */
  nowMs(): number;
  /** Calls `action` once, `delayMs` from now, with `Infinity` never; returns what cancels it. */
  schedule(delayMs: number, action: () => void): () => void;
}

/** The monotonic time of the system. Its timers keep the event loop running. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  schedule: (delayMs, action) => {
    let timer: NodeJS.Timeout;
    const wait = (restMs: number): void => {
      const stepMs = Math.min(restMs, MAX_TIMER_MS);
      timer = setTimeout(() => (restMs > stepMs ? wait(restMs - stepMs) : action()), stepMs);
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  },
};
