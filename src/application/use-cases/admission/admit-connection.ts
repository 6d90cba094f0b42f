import { RateLimiter } from '../../../domain/admission/rate-limiter.js';
import type { AdmissionLimits } from '../../limits/admission-limits.js';
import { redactError } from '../../logging/log-redaction.js';
import type { AuthenticationResult, Authenticator, Grant } from '../../ports/authenticator.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';

/** A connection that asks to be admitted. */
export interface ConnectionAttempt {
  /** IP address of the peer. */
  readonly address: string;
  /** The `Authorization` header, if there is one. */
  readonly authorization: string | undefined;
}

/** The outcome of `AdmitConnection`. */
export type AdmissionResult =
  | { readonly outcome: 'granted'; readonly subject?: string | undefined }
  | { readonly outcome: 'refused'; readonly reason: string }
  /** The authenticator timed out, or admission itself failed. */
  | { readonly outcome: 'undecided' }
  /** The address has too many failed attempts: its credential was not checked. */
  | { readonly outcome: 'rate-limited'; readonly retryAfterMs: number };

const SERVER_ERROR: AuthenticationResult = {
  granted: false,
  reason: 'authentication failed because of a server error; see the server log',
};

/** Asks the authenticator whether a connection is admitted, and rate limits addresses with failed attempts. */
export class AdmitConnection {
  readonly #authenticator: Authenticator;
  readonly #rateLimiter: RateLimiter;
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #logger: Logger;

  constructor(
    authenticator: Authenticator,
    rateLimiter: RateLimiter,
    clock: Clock,
    limits: AdmissionLimits,
    logger: Logger,
  ) {
    this.#authenticator = authenticator;
    this.#rateLimiter = rateLimiter;
    this.#clock = clock;
    this.#timeoutMs = limits.authenticationTimeoutMs;
    this.#logger = logger;
  }

  /** Never rejects; resolves within `authenticationTimeoutMs` whatever the authenticator does. */
  async execute(attempt: ConnectionAttempt): Promise<AdmissionResult> {
    try {
      return await this.#admit(attempt);
    } catch (error) {
      this.#logger.error('admission failed unexpectedly', { cause: redactError(error) });
      return { outcome: 'undecided' };
    }
  }

  async #admit({ address, authorization }: ConnectionAttempt): Promise<AdmissionResult> {
    const retryAfterMs = this.#rateLimiter.waitMs(address, this.#clock.nowMs());
    if (retryAfterMs > 0) {
      return { outcome: 'rate-limited', retryAfterMs };
    }
    const result = await this.#authenticate(authorization);
    if (result === undefined) {
      return { outcome: 'undecided' };
    }
    if (result.granted) {
      return { outcome: 'granted', subject: subjectOf(result) };
    }
    const { reason, attemptKey } = result;
    if (
      attemptKey !== undefined &&
      this.#rateLimiter.recordFailure(address, attemptKey, this.#clock.nowMs())
    ) {
      this.#logger.warn('rate limiting address: too many failed authentication attempts', {
        address,
      });
    }
    return { outcome: 'refused', reason };
  }

  /** Undefined when the authenticator times out; a refusal when it throws or returns an invalid result. */
  async #authenticate(
    authorization: string | undefined,
  ): Promise<AuthenticationResult | undefined> {
    let stopWaiting = (): void => undefined;
    try {
      const answer: unknown = this.#authenticator.authenticate(authorization);
      if (isAuthenticationResult(answer)) {
        return answer;
      }
      const deadline = new Promise<typeof LATE>((resolve) => {
        stopWaiting = this.#clock.schedule(this.#timeoutMs, () => resolve(LATE));
      });
      const result: unknown = await Promise.race([answer, deadline]);
      if (isAuthenticationResult(result)) {
        return result;
      }
      if (result === LATE) {
        const seconds = this.#timeoutMs / 1000;
        this.#logger.error('authenticator timed out', { seconds });
        return undefined;
      }
      this.#logger.error(
        'authenticator returned an invalid result: expected { granted: true } or { granted: false, reason: TEXT }',
        { result: shapeOf(result) },
      );
    } catch (error) {
      this.#logger.error('authentication failed unexpectedly', { cause: redactError(error) });
    } finally {
      stopWaiting();
    }
    return SERVER_ERROR;
  }
}

const LATE = Symbol('late');

/** Authenticators of embedders may be untyped, so the result is validated: only `granted: true` itself grants. */
const isAuthenticationResult = (value: unknown): value is AuthenticationResult => {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const { granted, reason, attemptKey } = value as Partial<
    Record<'granted' | 'reason' | 'attemptKey', unknown>
  >;
  if (granted === true) {
    return true;
  }
  const isKey = attemptKey === undefined || typeof attemptKey === 'string';
  return granted === false && typeof reason === 'string' && isKey;
};

/** The subject is only logged, so one of another type is dropped instead of refused. */
const subjectOf = ({ subject }: Grant): string | undefined =>
  typeof subject === 'string' && subject !== '' ? subject : undefined;

/** The types of the fields, without their values, which may be secret. */
const shapeOf = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) {
    return String(value === null ? null : typeof value);
  }
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${typeof field}`);
  return `{ ${fields.join(', ')} }`;
};

/** Keeps addresses from more than `maxAttempts` failures in `rateLimitWindowMs`. */
export const rateLimiterOf = (maxAttempts: number, limits: AdmissionLimits): RateLimiter =>
  new RateLimiter({
    maxAttempts,
    windowMs: limits.rateLimitWindowMs,
    maxAddresses: limits.maxRateLimitedAddresses,
  });
