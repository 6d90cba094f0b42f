import type { Throttle } from '../domain/throttle.js';
import { describeFault } from './describe-fault.js';
import type { Authenticator, Verdict } from './ports/authenticator.js';
import type { Clock } from './ports/clock.js';
import type { Logger } from './ports/logger.js';

/** Somebody who wants to open a connection. */
export interface Applicant {
  /** IP address that the connection comes from. */
  readonly address: string;
  /** The `Authorization` header, if there is one. */
  readonly authorization: string | undefined;
}

/** What becomes of an applicant. */
export type Admitted =
  | { readonly outcome: 'granted' }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** Too many credentials from that address were wrong: this one was not even looked at. */
  | { readonly outcome: 'slowed'; readonly retryAfterMs: number };

/** Lets in whom the authenticator knows, and slows down addresses that guess. */
export class Admission {
  readonly #authenticator: Authenticator;
  readonly #throttle: Throttle;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(authenticator: Authenticator, throttle: Throttle, clock: Clock, logger: Logger) {
    this.#authenticator = authenticator;
    this.#throttle = throttle;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Never rejects. */
  async execute({ address, authorization }: Applicant): Promise<Admitted> {
    const retryAfterMs = this.#throttle.waitMs(address, this.#clock.nowMs());
    if (retryAfterMs > 0) return { outcome: 'slowed', retryAfterMs };
    const verdict = await this.#judge(authorization);
    if (verdict.granted) return { outcome: 'granted' };
    const { reason, guess } = verdict;
    this.#logger.debug('authentication refused', { address, reason });
    if (guess !== undefined && this.#throttle.count(address, guess, this.#clock.nowMs())) {
      this.#logger.warn('an address is slowed down: too many of its credentials are wrong', {
        address,
      });
    }
    return { outcome: 'refused', reason };
  }

  /** An authenticator that fails lets nobody in. */
  async #judge(authorization: string | undefined): Promise<Verdict> {
    try {
      return await this.#authenticator.authenticate(authorization);
    } catch (error) {
      this.#logger.error('authentication failed unexpectedly', { cause: describeFault(error) });
      return {
        granted: false,
        reason: 'authentication is not possible; see the log of the server',
      };
    }
  }
}
