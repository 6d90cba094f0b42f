import { createHash } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import type { AuthenticationResult, Authenticator } from '../../application/ports/authenticator.js';
import { readBearerToken } from './bearer-token.js';
import { type ClaimRules, checkClaims, readClaims } from './jwt-claims.js';
import type { Secret } from './secret-file.js';

const INVALID = 'invalid websocket jwt';

/** Admits clients with a valid JWT, signed with HMAC-SHA-256 and the shared secret. */
export class SignedBearerToken implements Authenticator {
  readonly authenticates = true;
  readonly #secret: Secret;
  readonly #rules: ClaimRules;
  readonly #nowSeconds: () => number;

  /** @param nowSeconds the wall clock, in whole seconds since 1970. */
  constructor(secret: Secret, rules: ClaimRules, nowSeconds: () => number) {
    this.#secret = secret;
    this.#rules = rules;
    this.#nowSeconds = nowSeconds;
  }

  async authenticate(authorization: string | undefined): Promise<AuthenticationResult> {
    const token = readBearerToken(authorization);
    if (typeof token !== 'string') {
      return token;
    }
    const payload = await verify(token, await this.#secret.current());
    if (payload === undefined) {
      return { granted: false, reason: INVALID, attemptKey: digest(token) };
    }
    const claims = readClaims(payload);
    // The signer knows the secret, so invalid claims are not counted as failed attempts.
    const reason =
      claims === undefined ? INVALID : checkClaims(claims, this.#rules, this.#nowSeconds());
    return reason === undefined
      ? { granted: true, subject: claims?.sub }
      : { granted: false, reason };
  }
}

/** The payload of a token with a valid signature. */
const verify = async (token: string, secret: Buffer): Promise<Uint8Array | undefined> => {
  if (!token.split('.').every(isBase64Url)) {
    return undefined;
  }
  try {
    const { payload } = await compactVerify(token, secret, {
      algorithms: ['HS256'],
      crit: ignoredExtensions(token),
    });
    return payload;
  } catch {
    return undefined;
  }
};

/** Unpadded and without bits beyond the last byte, so that each value has one spelling. */
const isBase64Url = (part: string): boolean =>
  Buffer.from(part, 'base64url').toString('base64url') === part;

/** `crit` is ignored, as upstream does: every extension that it names counts as understood. */
const ignoredExtensions = (token: string): Record<string, boolean> => {
  const { crit } = decodeProtectedHeader(token);
  return Object.fromEntries(Array.isArray(crit) ? crit.map((name) => [String(name), false]) : []);
};

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
