import type { AuthenticationResult, Authenticator } from '../../application/ports/authenticator.js';

/** Lets everybody in who reaches the server. */
export class NoAuthentication implements Authenticator {
  authenticate(): AuthenticationResult {
    return { granted: true };
  }
}
