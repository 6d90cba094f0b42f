import type { Clock } from '../ports/clock.js';
import type { LogFields, Logger } from '../ports/logger.js';

/** Tells the log of one process, for whoever debugs: not what it runs, with what, or what it says. */
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

/** What the system said of a start that failed; not what it said it of, which is the client's. */
const systemErrorOf = (error: unknown): string => {
  const { message } = error as Error;
  return /^[A-Z][\w /-]* \(os error \d+\)/.exec(message)?.[0] ?? 'refused';
};
