import { MAX_TIMER_MS } from '../../application/limits/units.js';
import type { Clock } from '../../application/ports/clock.js';

/** The clocks of the machine. Its timers do not keep the process alive. */
export class SystemClock implements Clock {
  nowMs(): number {
    return performance.now();
  }

  unixTimeMs(): number {
    return Date.now();
  }

  schedule(delayMs: number, action: () => void): () => void {
    let timer: NodeJS.Timeout;
    const wait = (restMs: number): void => {
      const stepMs = Math.min(restMs, MAX_TIMER_MS);
      timer = setTimeout(() => (restMs > stepMs ? wait(restMs - stepMs) : action()), stepMs);
      timer.unref();
    };
    wait(delayMs);
    return () => clearTimeout(timer);
  }
}
