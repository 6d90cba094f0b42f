import type { AuthenticationResult, Authenticator } from '../../application/ports/authenticator.js';

/** Admits every client. */
export class NoAuthentication implements Authenticator {
  authenticate(): AuthenticationResult {
    return { granted: true };
  }
}
