import type {
  AuthenticationResult,
  Authenticator,
} from '../../src/application/ports/authenticator.js';

/** Grants the given headers; the attempt key of another one is its number. */
export class KnownCredentials implements Authenticator {
  readonly authenticates = true;
  readonly #known: ReadonlySet<string>;
  readonly #guesses: string[] = [];
  /** Headers that were judged. */
  readonly judged: (string | undefined)[] = [];

  constructor(...known: readonly string[]) {
    this.#known = new Set(known);
  }

  authenticate(authorization: string | undefined): AuthenticationResult {
    this.judged.push(authorization);
    if (authorization === undefined) {
      return { granted: false, reason: 'nothing shown' };
    }
    if (this.#known.has(authorization)) {
      return { granted: true };
    }
    if (!this.#guesses.includes(authorization)) {
      this.#guesses.push(authorization);
    }
    return {
      granted: false,
      reason: 'not known',
      attemptKey: `guess ${this.#guesses.indexOf(authorization)}`,
    };
  }
}
