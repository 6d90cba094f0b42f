import type { Limits } from '../../application/limits/limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { LogFields, Logger } from '../../application/ports/logger.js';

const WINDOW_MS = 60_000;

/**
 * Bounds how often the same is said, whatever its fields: a peer that is refused over and over must not fill the
 * disk. What is left out is counted, and told of at the end of the minute. Debugging is not bounded: whoever wants
 * it wants all of it. A logger that throws ends nothing: its line is lost.
 */
export class RateLimitedLogger implements Logger {
  readonly #inner: Logger;
  readonly #maxLines: number;
  readonly #clock: Clock;
  /** How often each message came since the minute began. */
  readonly #counts = new Map<string, number>();

  constructor(inner: Logger, limits: Pick<Limits, 'logRateLimit'>, clock: Clock) {
    this.#inner = inner;
    this.#maxLines = limits.logRateLimit;
    this.#clock = clock;
  }

  debug(message: string, fields?: LogFields): void {
    this.#say('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) {
      this.#say('info', message, fields);
    }
  }

  warn(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) {
      this.#say('warn', message, fields);
    }
  }

  error(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) {
      this.#say('error', message, fields);
    }
  }

  #say(level: keyof Logger, message: string, fields: LogFields | undefined): void {
    try {
      this.#inner[level](message, fields);
    } catch {
      // Where to tell it, if not in the log?
    }
  }

  #hasRoomFor(message: string): boolean {
    if (this.#counts.size === 0) {
      this.#clock.schedule(WINDOW_MS, () => this.#reportSuppressed());
    }
    const count = (this.#counts.get(message) ?? 0) + 1;
    this.#counts.set(message, count);
    return count <= this.#maxLines;
  }

  #reportSuppressed(): void {
    for (const [like, count] of this.#counts) {
      const lines = count - this.#maxLines;
      if (lines > 0) {
        this.#say('warn', 'lines were left out of the log', { like, lines });
      }
    }
    this.#counts.clear();
  }
}
