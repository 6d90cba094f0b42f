/** Limits of who may connect, and of failed attempts. */
export interface AdmissionLimits {
  /**
   * `--max-auth-failures`: wrong credentials per address in `rateLimitWindowMs`; above it the address gets
   * 429 until one is replenished. Repeats of the same credential count once.
   */
  readonly maxAuthFailures: number;
  /**
   * `--max-resume-failures`: unknown session ids per address in `rateLimitWindowMs`; above it each is
   * answered late, one after the other. A known id is never delayed.
   */
  readonly maxResumeFailures: number;
  /** How long an authenticator may take; then the connection gets 503. */
  readonly authenticationTimeoutMs: number;
  /** The period over which failed attempts of an address are replenished, one by one. */
  readonly rateLimitWindowMs: number;
  /** Addresses whose failed attempts are remembered: bounds the memory that an attack costs. */
  readonly maxRateLimitedAddresses: number;
}

export const DEFAULT_ADMISSION_LIMITS: AdmissionLimits = {
  maxAuthFailures: 60,
  maxResumeFailures: 60,
  authenticationTimeoutMs: 10_000,
  rateLimitWindowMs: 60_000,
  maxRateLimitedAddresses: 10_000,
};
