/** What the claims of a token must say, besides that it has not expired. */
export interface ClaimRules {
  /** Undefined or blank: any. */
  readonly issuer: string | undefined;
  /** Undefined or blank: any. */
  readonly audience: string | undefined;
  /** How far the clock of the issuer may be off. */
  readonly maxClockSkewSeconds: number;
  /** Longest time from `iat` (without one: from now) to `exp`; undefined: any. */
  readonly maxLifetimeSeconds: number | undefined;
}

/** The claims that are looked at, with types as they must be. */
export interface JwtClaims {
  readonly exp: number;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
  readonly iss: string | undefined;
  readonly aud: readonly string[];
  /** Of no consequence but for the log. */
  readonly sub: string | undefined;
}

/** The claims in the payload of a token; undefined when it is none of a usable shape. */
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
    // Of no consequence without a longest lifetime, whatever it is.
    iat: isInteger(iat) ? iat : undefined,
    iss: iss ?? undefined,
    aud: audience,
    sub: typeof sub === 'string' && sub !== '' ? sub : undefined,
  };
};

/** Why a genuine token does not let in at that time, in the order of docs/protocol.md section 2.1. */
export const judgeClaims = (
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
  // A time of issue that is still to come does not make the life of a token longer.
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
