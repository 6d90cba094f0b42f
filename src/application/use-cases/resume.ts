import { ExecServerError } from '../../domain/errors.js';
import type { ResumePolicy } from '../../domain/resume-policy.js';
import type { Session } from '../../domain/session.js';
import type { Clock } from '../ports/clock.js';
import type { Logger } from '../ports/logger.js';
import type { SessionStore } from '../ports/session-store.js';
import type { SessionExpiry } from '../session-expiry.js';
import { abbreviate } from '../session-reference.js';

/** Finds the detached session that a new connection names, in time. */
export class Resume {
  readonly #sessions: SessionStore;
  readonly #policy: ResumePolicy;
  readonly #expiry: SessionExpiry;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(
    sessions: SessionStore,
    policy: ResumePolicy,
    expiry: SessionExpiry,
    clock: Clock,
    logger: Logger,
  ) {
    this.#sessions = sessions;
    this.#policy = policy;
    this.#expiry = expiry;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** @throws {ExecServerError} when the session is unknown, expired or attached. */
  execute(sessionId: string): Session {
    const session = this.#sessions.find(sessionId);
    const decision = this.#policy.decide(session, this.#clock.nowMs());
    if (decision === 'attached') {
      throw new ExecServerError(
        'already-attached',
        'session ID is already attached to another connection',
      );
    }
    if (decision === 'unknown' || session === undefined) {
      if (session !== undefined) this.#expiry.expire(session);
      throw new ExecServerError('invalid-request', `unknown session id ${sessionId}`);
    }
    this.#expiry.cancel(session);
    this.#logger.info('session resumed', { session: abbreviate(sessionId) });
    return session;
  }
}
