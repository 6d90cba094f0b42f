import type { RateLimiter } from '../../../domain/admission/rate-limiter.js';
import type { Limits } from '../../limits/limits.js';
import { redactError } from '../../logging/describe-fault.js';
import type { AuthenticationResult, Authenticator, Grant } from '../../ports/authenticator.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';

/** Somebody who wants to open a connection. */
export interface ConnectionAttempt {
  /** IP address that the connection comes from. */
  readonly address: string;
  /** The `Authorization` header, if there is one. */
  readonly authorization: string | undefined;
}

/** What becomes of an applicant. */
export type AdmissionResult =
  | { readonly outcome: 'granted'; readonly subject?: string | undefined }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The authenticator has not judged in time, or the server itself has failed. */
  | { readonly outcome: 'undecided' }
  /** Too many credentials from that address were wrong: this one was not even looked at. */
  | { readonly outcome: 'slowed'; readonly retryAfterMs: number };

const NOT_POSSIBLE: AuthenticationResult = {
  granted: false,
  reason: 'authentication is not possible; see the log of the server',
};

/** Lets in whom the authenticator knows, and slows down addresses that guess. */
export class AdmitConnection {
  readonly #authenticator: Authenticator;
  readonly #rateLimiter: RateLimiter;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #logger: Logger;

  constructor(
    authenticator: Authenticator,
    throttle: RateLimiter,
    clock: Clock,
    limits: Pick<Limits, 'authenticationTimeoutMs'>,
    logger: Logger,
  ) {
    this.#authenticator = authenticator;
    this.#rateLimiter = throttle;
    this.#clock = clock;
    this.#timeoutMs = limits.authenticationTimeoutMs;
    this.#logger = logger;
  }

  /** Never rejects, and resolves in time, whatever the authenticator does. */
  async execute(applicant: ConnectionAttempt): Promise<AdmissionResult> {
    try {
      return await this.#admit(applicant);
    } catch (error) {
      this.#logger.error('admission failed unexpectedly', { cause: redactError(error) });
      return { outcome: 'undecided' };
    }
  }

  async #admit({ address, authorization }: ConnectionAttempt): Promise<AdmissionResult> {
    const retryAfterMs = this.#rateLimiter.waitMs(address, this.#clock.nowMs());
    if (retryAfterMs > 0) {
      return { outcome: 'slowed', retryAfterMs };
    }
    const verdict = await this.#judge(authorization);
    if (verdict === undefined) {
      return { outcome: 'undecided' };
    }
    if (verdict.granted) {
      return { outcome: 'granted', subject: subjectOf(verdict) };
    }
    const { reason, attemptKey } = verdict;
    if (
      attemptKey !== undefined &&
      this.#rateLimiter.recordFailure(address, attemptKey, this.#clock.nowMs())
    ) {
      this.#logger.warn('an address is slowed down: too many of its credentials are wrong', {
        address,
      });
    }
    return { outcome: 'refused', reason };
  }

  /** An authenticator that fails lets nobody in. Undefined: it takes too long. */
  async #judge(authorization: string | undefined): Promise<AuthenticationResult | undefined> {
    let stopWaiting = (): void => undefined;
    const deadline = new Promise<typeof LATE>((resolve) => {
      stopWaiting = this.#clock.schedule(this.#timeoutMs, () => resolve(LATE));
    });
    try {
      const verdict: unknown = await Promise.race([this.#ask(authorization), deadline]);
      if (isVerdict(verdict)) {
        return verdict;
      }
      if (verdict === LATE) {
        const seconds = this.#timeoutMs / 1000;
        this.#logger.error('the authenticator has not judged in time', { seconds });
        return undefined;
      }
      this.#logger.error(
        'the authenticator returned no verdict: expected { granted: true } or { granted: false, reason: TEXT }',
        { verdict: shapeOf(verdict) },
      );
    } catch (error) {
      this.#logger.error('authentication failed unexpectedly', { cause: redactError(error) });
    } finally {
      stopWaiting();
    }
    return NOT_POSSIBLE;
  }

  /** Also what is thrown at once becomes a rejection. */
  async #ask(authorization: string | undefined): Promise<unknown> {
    return await this.#authenticator.authenticate(authorization);
  }
}

const LATE = Symbol('late');

/** What an embedder hands over is known at run time alone: only the very `true` lets anybody in. */
const isVerdict = (value: unknown): value is AuthenticationResult => {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { granted, reason, guess } = value as Partial<
    Record<'granted' | 'reason' | 'guess', unknown>
  >;
  if (granted === true) {
    return true;
  }
  const isGuess = guess === undefined || typeof guess === 'string';
  return granted === false && typeof reason === 'string' && isGuess;
};

/** Without consequence but for the log, so that one of another kind refuses nobody. */
const subjectOf = ({ subject }: Grant): string | undefined =>
  typeof subject === 'string' && subject !== '' ? subject : undefined;

/** The types of what was returned, since its values may be secret. */
const shapeOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) {
    return String(value === null ? null : typeof value);
  }
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${typeof field}`);
  return `{ ${fields.join(', ')} }`;
};
