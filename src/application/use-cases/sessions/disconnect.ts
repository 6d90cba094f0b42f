import type { ClientConnection, ConnectionEnd } from '../../connection/client-connection.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { SessionExpiry } from './session-expiry.js';

/** Detaches the session of a closed connection; its processes run until it is resumed or expires. */
export class Disconnect {
  readonly #expiry: SessionExpiry;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #metrics: Metrics;

  constructor(expiry: SessionExpiry, clock: Clock, logger: Logger, metrics: Metrics) {
    this.#expiry = expiry;
    this.#clock = clock;
    this.#logger = logger;
    this.#metrics = metrics;
  }

  /** Does nothing when called again for the same connection. */
  execute(connection: ClientConnection, { reason, code, loss }: ConnectionEnd): void {
    if (connection.closed.hasFired) {
      return;
    }
    connection.close();
    if (loss !== undefined) {
      this.#metrics.peerLost(loss);
    }
    const { session, facts } = connection;
    this.#logger.info('connection ended', { ...facts, reason, code });
    if (session === undefined || !session.detach(connection.channel, this.#clock.nowMs())) {
      return;
    }
    if (session.ended.hasFired) {
      return;
    }
    this.#expiry.schedule(session);
    this.#logger.info('session detached', { ...facts, processes: session.processCount });
  }
}
