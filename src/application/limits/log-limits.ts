/** Limits of the log. */
export interface LogLimits {
  /**
   * `--log-rate-limit`: log lines per minute with the same message; the rest are counted and reported once a
   * minute.
   */
  readonly logRateLimit: number;
}

export const DEFAULT_LOG_LIMITS: LogLimits = {
  logRateLimit: 600,
};
