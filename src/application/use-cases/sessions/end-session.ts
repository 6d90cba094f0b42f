import type { ClientConnection } from '../../connection/client-connection.js';
import type { SessionExpiry } from './session-expiry.js';

/** Ends the session of a connection: kills its processes and forgets it. */
export class EndSession {
  readonly #expiry: SessionExpiry;

  constructor(expiry: SessionExpiry) {
    this.#expiry = expiry;
  }

  /** Returns when SIGKILL is sent. Every later request that needs the session fails. */
  execute(connection: ClientConnection): void {
    this.#expiry.end(connection.requireSession('exec'));
  }
}
