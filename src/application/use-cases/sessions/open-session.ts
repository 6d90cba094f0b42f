import { ExecServerError } from '../../../domain/errors.js';
import { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import type { IdGenerator } from '../../ports/id-generator.js';
import type { Logger } from '../../ports/logger.js';
import type { SessionStore } from '../../ports/session-store.js';

/** Opens a session and binds it to a connection. */
export class OpenSession {
  readonly #sessions: SessionStore;
  readonly #ids: IdGenerator;
  readonly #limits: SessionLimits;
  readonly #logger: Logger;

  constructor(sessions: SessionStore, ids: IdGenerator, limits: SessionLimits, logger: Logger) {
    this.#sessions = sessions;
    this.#ids = ids;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** @throws {ExecServerError} above the limit of sessions. */
  execute(connection: ClientConnection): Session {
    const { maxSessions } = this.#limits;
    if (this.#sessions.size >= maxSessions) {
      throw new ExecServerError(
        'failed',
        `too many sessions: this exec-server keeps at most ${maxSessions}`,
        { limit: 'maxSessions' },
      );
    }
    const session = new Session(this.#ids.sessionId());
    this.#sessions.add(session);
    connection.bindSession(session);
    this.#logger.info('session opened', connection.facts);
    return session;
  }
}
