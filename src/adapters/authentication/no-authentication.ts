import type { Authenticator, Verdict } from '../../application/ports/authenticator.js';

/** Lets everybody in who reaches the server. */
export class NoAuthentication implements Authenticator {
  authenticate(): Verdict {
    return { granted: true };
  }
}
