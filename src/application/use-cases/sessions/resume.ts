import { ExecServerError } from '../../../domain/errors.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { Subscriber } from '../../../domain/sessions/subscriber.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import { shortSessionId } from '../../logging/log-redaction.js';
import type { Answer } from '../../ports/answer.js';
import type { Clock } from '../../ports/clock.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Ports } from '../../ports.js';
import { BacklogTimeouts } from './backlog-timeouts.js';
import type { ResumeRefusals } from './resume-refusals.js';
import type { SessionExpiry } from './session-expiry.js';

/** Attaches an existing session to a new connection, unless it expired or its attached client is alive. */
export class Resume {
  readonly #expiry: SessionExpiry;
  readonly #refusals: ResumeRefusals;
  readonly #clock: Clock;
  readonly #limits: SessionLimits;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #backlog: BacklogTimeouts;
  /** Clients retry a resume often: one probe answers all concurrent attempts on the same connection. */
  readonly #probes = new Map<Subscriber, Promise<boolean>>();

  constructor(
    expiry: SessionExpiry,
    refusals: ResumeRefusals,
    { clock, logger, metrics }: Pick<Ports, 'clock' | 'logger' | 'metrics'>,
    limits: SessionLimits,
  ) {
    this.#expiry = expiry;
    this.#refusals = refusals;
    this.#clock = clock;
    this.#limits = limits;
    this.#logger = logger;
    this.#metrics = metrics;
    this.#backlog = new BacklogTimeouts(clock, limits);
  }

  /**
   * Attaches the session at once when it is detached; when it is attached, after its client failed to answer
   * a ping within `probeTimeoutMs`. Rate-limited addresses are refused late.
   *
   * @param takesOver attach also when its client is alive, which is disconnected
   * @throws {ExecServerError} when the session is unknown, expired, or attached to a client that is alive.
   */
  execute(connection: ClientConnection, sessionId: string, takesOver = false): Answer<Session> {
    const session = this.#expiry.findAlive(sessionId);
    if (session === undefined) {
      this.#metrics.sessionResumed('unknown_session');
      return this.#refusals.refuse(connection.address, sessionId);
    }
    if (session.isAttached) {
      return takesOver
        ? this.#replace(connection, session)
        : this.#replaceUnresponsive(connection, session);
    }
    this.#expiry.cancel(session);
    return this.#attach(connection, session);
  }

  #attach(connection: ClientConnection, session: Session): Session {
    connection.bindSession(session);
    this.#backlog.start(connection, session);
    this.#metrics.sessionResumed('success');
    this.#logger.info('session resumed', connection.facts);
    return session;
  }

  async #replaceUnresponsive(connection: ClientConnection, session: Session): Promise<Session> {
    const attached = session.subscriber;
    const isAlive = attached !== undefined && (await this.#probe(attached));
    if (isAlive || connection.closed.hasFired) {
      this.#metrics.sessionResumed('already_attached');
      throw new ExecServerError(
        'already-attached',
        `session ${session.id} is already attached to another connection`,
      );
    }
    // During the probe the attached connection may have closed, and another one attached.
    if (attached === undefined || !session.isAttachedTo(attached)) {
      return this.execute(connection, session.id);
    }
    this.#metrics.peerLost('unresponsive');
    return this.#replace(connection, session);
  }

  /** Disconnects the attached client. The session is at no moment without one, so that its time to live does not matter. */
  #replace(connection: ClientConnection, session: Session): Session {
    const attached = session.subscriber;
    if (attached !== undefined && session.detach(attached, this.#clock.nowMs())) {
      attached.takenOver();
      this.#logger.info('session taken over', { session: shortSessionId(session.id) });
    }
    return this.#attach(connection, session);
  }

  #probe(attached: Subscriber): Promise<boolean> {
    const running = this.#probes.get(attached);
    if (running !== undefined) {
      return running;
    }
    const probe = attached.probe(this.#limits.probeTimeoutMs);
    this.#probes.set(attached, probe);
    void probe.finally(() => this.#probes.delete(attached));
    return probe;
  }
}
