import type { ClientConnection } from '../../connection/client-connection.js';
import type { ConnectionEnd } from '../../connection/connection-end.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionExpiry } from './session-expiry.js';

/** Detaches the session of a connection that is gone; its processes go on until it is resumed or expires. */
export class Disconnect {
  readonly #expiry: SessionExpiry;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(expiry: SessionExpiry, clock: Clock, logger: Logger) {
    this.#expiry = expiry;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Does nothing for a connection whose end was told before. */
  execute(connection: ClientConnection, { reason, code }: ConnectionEnd): void {
    if (connection.closed.aborted) {
      return;
    }
    connection.close();
    const { session, facts } = connection;
    this.#logger.info('connection ended', { ...facts, reason, code });
    if (session === undefined || !session.detach(connection.channel, this.#clock.nowMs())) {
      return;
    }
    this.#expiry.schedule(session);
    this.#logger.info('session detached', { ...facts, processes: session.processCount });
  }
}
