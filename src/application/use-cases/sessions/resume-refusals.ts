import type { RateLimiter } from '../../../domain/admission/rate-limiter.js';
import { ExecServerError } from '../../../domain/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';

/** Refuses unknown session ids, and rate limits addresses that send many of them. */
export class ResumeRefusals {
  readonly #rateLimiter: RateLimiter;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(rateLimiter: RateLimiter, clock: Clock, logger: Logger) {
    this.#rateLimiter = rateLimiter;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Delayed when the address is rate limited. @throws {ExecServerError} or rejects with it. */
  refuse(address: string, sessionId: string): Promise<never> {
    const refusal = new ExecServerError('invalid-request', `unknown session id ${sessionId}`);
    const nowMs = this.#clock.nowMs();
    const delayMs = this.#rateLimiter.waitMs(address, nowMs);
    if (this.#rateLimiter.recordFailure(address, sessionId, nowMs)) {
      this.#logger.warn('rate limiting address: too many failed resume attempts', {
        address,
      });
    }
    if (delayMs === 0) {
      throw refusal;
    }
    return new Promise((_, reject) => this.#clock.schedule(delayMs, () => reject(refusal)));
  }
}
