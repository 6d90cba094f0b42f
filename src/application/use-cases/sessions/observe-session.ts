import type { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { Answer } from '../../ports/answer.js';
import type { Logger } from '../../ports/logger.js';
import type { ResumeRefusals } from './resume-refusals.js';
import type { SessionExpiry } from './session-expiry.js';

/** Lets a connection look at a session, attached or detached, without attaching to it. */
export class ObserveSession {
  readonly #expiry: SessionExpiry;
  readonly #refusals: ResumeRefusals;
  readonly #logger: Logger;

  constructor(expiry: SessionExpiry, refusals: ResumeRefusals, logger: Logger) {
    this.#expiry = expiry;
    this.#refusals = refusals;
    this.#logger = logger;
  }

  /** @throws {ExecServerError} when the session is unknown or expired; late for rate-limited addresses. */
  execute(connection: ClientConnection, sessionId: string): Answer<Session> {
    const session = this.#expiry.findAlive(sessionId);
    if (session === undefined) {
      return this.#refusals.refuse(connection.address, sessionId);
    }
    connection.observeSession(session);
    this.#logger.info('session observed', connection.facts);
    return session;
  }
}
