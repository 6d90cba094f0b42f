import type { LogLimits } from '../../application/limits/log-limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { LogFields, Logger } from '../../application/ports/logger.js';

const WINDOW_MS = 60_000;

type Level = Exclude<keyof Logger, 'debug'>;

/**
 * Logs each message of level `info` and above at most `logRateLimit` times a minute, whatever its fields, so that a
 * client that is refused over and over does not fill the disk. At the end of the minute one line per message reports
 * how many were suppressed, at the level of that message. `debug` is not limited. An exception of the inner logger is
 * swallowed: that line is lost.
 */
export class RateLimitedLogger implements Logger {
  readonly #inner: Logger;
  readonly #maxLines: number;
  readonly #clock: Clock;
  /** Calls per message since the window began, and the level of the first. */
  readonly #counts = new Map<string, { readonly level: Level; calls: number }>();

  constructor(inner: Logger, limits: LogLimits, clock: Clock) {
    this.#inner = inner;
    this.#maxLines = limits.logRateLimit;
    this.#clock = clock;
  }

  debug(message: string, fields?: LogFields): void {
    this.#log('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor('info', message)) {
      this.#log('info', message, fields);
    }
  }

  warn(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor('warn', message)) {
      this.#log('warn', message, fields);
    }
  }

  error(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor('error', message)) {
      this.#log('error', message, fields);
    }
  }

  #log(level: keyof Logger, message: string, fields: LogFields | undefined): void {
    try {
      this.#inner[level](message, fields);
    } catch {
      // A broken logger must not break its callers, and there is no other place to report it.
    }
  }

  #hasRoomFor(level: Level, message: string): boolean {
    if (this.#counts.size === 0) {
      this.#clock.schedule(WINDOW_MS, () => this.#reportSuppressed());
    }
    const counted = this.#counts.get(message) ?? { level, calls: 0 };
    counted.calls += 1;
    this.#counts.set(message, counted);
    return counted.calls <= this.#maxLines;
  }

  #reportSuppressed(): void {
    for (const [message, { level, calls }] of this.#counts) {
      const suppressed = calls - this.#maxLines;
      if (suppressed > 0) {
        this.#log(level, 'log messages suppressed by rate limit', { message, suppressed });
      }
    }
    this.#counts.clear();
  }
}
