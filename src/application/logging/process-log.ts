import type { Clock } from '../ports/clock.js';
import type { LogFields, Logger } from '../ports/logger.js';

/** Logs the events of one process at debug level, without its command, environment and output. */
export class ProcessLog {
  readonly #facts: LogFields;
  readonly #clock: Clock;
  readonly #logger: Logger;
  #processPid: number | undefined;
  #startedAtMs = 0;

  constructor(facts: LogFields, clock: Clock, logger: Logger) {
    this.#facts = facts;
    this.#clock = clock;
    this.#logger = logger;
  }

  started(processPid: number | undefined): void {
    this.#processPid = processPid;
    this.#startedAtMs = this.#clock.nowMs();
    this.#logger.debug('process started', { ...this.#facts, processPid });
  }

  notStarted(error: unknown): void {
    this.#logger.debug('process not started', { ...this.#facts, reason: systemErrorOf(error) });
  }

  ended(exitCode: number): void {
    const durationMs = Math.round(this.#clock.nowMs() - this.#startedAtMs);
    const processPid = this.#processPid;
    this.#logger.debug('process ended', { ...this.#facts, processPid, exitCode, durationMs });
  }
}

/** The system's error code of a failed start, without the path, which the client sent. */
const systemErrorOf = (error: unknown): string => {
  const { message } = error as Error;
  return /^[A-Z][\w /-]* \(os error \d+\)/.exec(message)?.[0] ?? 'refused';
};
