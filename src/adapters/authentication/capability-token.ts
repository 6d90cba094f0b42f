import { createHash, timingSafeEqual } from 'node:crypto';
import type { AuthenticationResult, Authenticator } from '../../application/ports/authenticator.js';
import { readBearerToken } from './bearer-token.js';

/** Admits clients with the one valid token. */
export class CapabilityToken implements Authenticator {
  readonly authenticates = true;
  readonly #digest: () => Buffer | Promise<Buffer>;

  /** @param digest the current SHA-256 digest of the token. */
  constructor(digest: () => Buffer | Promise<Buffer>) {
    this.#digest = digest;
  }

  async authenticate(authorization: string | undefined): Promise<AuthenticationResult> {
    const token = readBearerToken(authorization);
    if (typeof token !== 'string') {
      return token;
    }
    const shown = sha256(token);
    // Comparing digests in constant time reveals neither content nor length of the token.
    if (timingSafeEqual(shown, await this.#digest())) {
      return { granted: true };
    }
    return {
      granted: false,
      reason: 'invalid websocket bearer token',
      attemptKey: shown.toString('base64'),
    };
  }
}

/** The SHA-256 digest of a token. */
export const sha256 = (token: string | Buffer): Buffer =>
  createHash('sha256').update(token).digest();
