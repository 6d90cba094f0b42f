import type { Limits } from '../../application/limits.js';
import type { Clock } from '../../application/ports/clock.js';
import type { LogFields, Logger } from '../../application/ports/logger.js';

const WINDOW_MS = 60_000;

/**
 * Bounds how often the same is said, whatever its fields: a peer that is refused over and over must not fill the
 * disk. What is left out is counted, and told of at the end of the minute. Debugging is not bounded: whoever wants
 * it wants all of it.
 */
export class BoundedLogger implements Logger {
  readonly #inner: Logger;
  readonly #maxLines: number;
  readonly #clock: Clock;
  /** How often each message came since the minute began. */
  readonly #counts = new Map<string, number>();

  constructor(inner: Logger, limits: Pick<Limits, 'maxLogLines'>, clock: Clock) {
    this.#inner = inner;
    this.#maxLines = limits.maxLogLines;
    this.#clock = clock;
  }

  debug(message: string, fields?: LogFields): void {
    this.#inner.debug(message, fields);
  }

  info(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) this.#inner.info(message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) this.#inner.warn(message, fields);
  }

  error(message: string, fields?: LogFields): void {
    if (this.#hasRoomFor(message)) this.#inner.error(message, fields);
  }

  #hasRoomFor(message: string): boolean {
    if (this.#counts.size === 0) this.#clock.schedule(WINDOW_MS, () => this.#sumUp());
    const count = (this.#counts.get(message) ?? 0) + 1;
    this.#counts.set(message, count);
    return count <= this.#maxLines;
  }

  #sumUp(): void {
    for (const [like, count] of this.#counts) {
      const lines = count - this.#maxLines;
      if (lines > 0) this.#inner.warn('lines were left out of the log', { like, lines });
    }
    this.#counts.clear();
  }
}
