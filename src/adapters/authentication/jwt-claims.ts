/** What the claims of a token must satisfy besides not being expired. */
export interface ClaimRules {
  /** Undefined or blank: not checked. */
  readonly issuer: string | undefined;
  /** Undefined or blank: not checked. */
  readonly audience: string | undefined;
  /** Accepted clock difference to the issuer. */
  readonly maxClockSkewSeconds: number;
  /** Longest time from `iat`, or from now without one, to `exp`; undefined: unlimited. */
  readonly maxLifetimeSeconds: number | undefined;
}

/** The claims that are used, validated. */
export interface JwtClaims {
  readonly exp: number;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
  readonly iss: string | undefined;
  readonly aud: readonly string[];
  /** Only logged. */
  readonly sub: string | undefined;
}

/** The claims in the payload of a token; undefined when they are malformed. */
export const readClaims = (payload: Uint8Array): JwtClaims | undefined => {
  const given = parse(payload);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return undefined;
  }
  const { exp, nbf, iat, iss, aud, sub } = given as Record<string, unknown>;
  const audience = typeof aud === 'string' ? [aud] : (aud ?? []);
  if (!isInteger(exp) || !(nbf == null || isInteger(nbf))) {
    return undefined;
  }
  if (!(iss == null || typeof iss === 'string') || !isTexts(audience)) {
    return undefined;
  }
  return {
    exp,
    nbf: nbf ?? undefined,
    // Used only with `maxLifetimeSeconds`, so an invalid one is ignored otherwise.
    iat: isInteger(iat) ? iat : undefined,
    iss: iss ?? undefined,
    aud: audience,
    sub: typeof sub === 'string' && sub !== '' ? sub : undefined,
  };
};

/**
 * Why a genuine token is refused at that time, in the order of docs/protocol.md section 2.1; undefined: it is
 * accepted.
 */
export const checkClaims = (
  { exp, nbf, iat, iss, aud }: JwtClaims,
  rules: ClaimRules,
  nowSeconds: number,
): string | undefined => {
  const { maxClockSkewSeconds: skew, maxLifetimeSeconds = Number.POSITIVE_INFINITY } = rules;
  const [issuer, audience] = [rules.issuer?.trim(), rules.audience?.trim()];
  if (exp + skew < nowSeconds) {
    return 'expired websocket jwt';
  }
  if (nbf !== undefined && nbf - skew > nowSeconds) {
    return 'websocket jwt is not valid yet';
  }
  if (issuer && iss !== issuer) {
    return 'websocket jwt issuer mismatch';
  }
  if (audience && !aud.includes(audience)) {
    return 'websocket jwt audience mismatch';
  }
  // An `iat` in the future must not extend the lifetime.
  const issued = Math.min(iat ?? nowSeconds, nowSeconds + skew);
  return exp - issued > maxLifetimeSeconds
    ? 'websocket jwt lifetime exceeds --ws-max-token-lifetime'
    : undefined;
};

const parse = (payload: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return undefined;
  }
};

const MAX_INTEGER = 2 ** 63;

const isInteger = (value: unknown): value is number =>
  Number.isInteger(value) && Math.abs(value as number) <= MAX_INTEGER;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
