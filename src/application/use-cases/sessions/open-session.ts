import type { Drain } from '../../../domain/admission/drain.js';
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
  readonly #drain: Drain;
  readonly #limits: SessionLimits;
  readonly #logger: Logger;

  constructor(
    sessions: SessionStore,
    ids: IdGenerator,
    drain: Drain,
    limits: SessionLimits,
    logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#ids = ids;
    this.#drain = drain;
    this.#limits = limits;
    this.#logger = logger;
  }

  /** @throws {ExecServerError} while the server drains, and above the limit of sessions. */
  execute(connection: ClientConnection): Session {
    if (this.#drain.isActive) {
      throw new ExecServerError(
        'failed',
        'this exec-server is draining and takes no new sessions: connect to another one',
        { kind: 'draining' },
      );
    }
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
