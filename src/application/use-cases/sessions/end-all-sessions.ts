import type { SessionExpiry } from './session-expiry.js';

/** Ends every detached session and its processes, when the server stops. */
export class EndAllSessions {
  readonly #expiry: SessionExpiry;

  constructor(expiry: SessionExpiry) {
    this.#expiry = expiry;
  }

  /** Call it after all connections have ended: every session is detached then. */
  execute(): void {
    this.#expiry.endAll();
  }
}
