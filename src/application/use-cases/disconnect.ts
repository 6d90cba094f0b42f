import type { ClientConnection } from '../client-connection.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { SessionExpiry } from '../session-expiry.js';
import { abbreviate } from '../session-reference.js';

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

  execute(connection: ClientConnection): void {
    connection.leave();
    const { session } = connection;
    if (session === undefined || !session.detach(connection.channel, this.#clock.nowMs())) return;
    this.#expiry.schedule(session);
    this.#logger.info('session detached', {
      session: abbreviate(session.id),
      processes: session.processCount,
    });
  }
}
