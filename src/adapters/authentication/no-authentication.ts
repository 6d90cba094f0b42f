import type { AuthenticationResult, Authenticator } from '../../application/ports/authenticator.js';

/** Admits every client. */
export class NoAuthentication implements Authenticator {
  readonly authenticates = false;

  authenticate(): AuthenticationResult {
    return { granted: true };
  }
}
