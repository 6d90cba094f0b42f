import type { ResumeHold } from '../../../domain/output/resume-hold.js';
import type { Session } from '../../../domain/sessions/session.js';
import type { ClientConnection } from '../../connection/client-connection.js';
import type { SessionLimits } from '../../limits/session-limits.js';
import type { Clock } from '../../ports/clock.js';

/**
 * Longer for a client that reads: the Codex CLI merges what it has read of one process, up to 8 MiB, before it reads the
 * next, and took up to 2.4 s for that on an overloaded machine.
 */
const READER_FACTOR = 5;

/** Decides by time how long processes wait after a resume for a client to have what it missed. */
export class BacklogTimeouts {
  readonly #clock: Clock;
  readonly #limits: SessionLimits;

  constructor(clock: Clock, limits: SessionLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Call it when the connection has been attached to the session. */
  start(connection: ClientConnection, session: Session): void {
    if (session.processCount === 0) {
      return;
    }
    this.#whileAttached(connection, session, this.#limits.backlogGraceMs, () =>
      session.abandonBacklog(),
    );
    this.#endIdleHolds(connection, session, this.#limits.resumeReadTimeoutMs);
    this.#endMergedHolds(connection, session);
  }

  /** A process continues when its client has acknowledged what it missed and had the time to merge it. */
  #endMergedHolds(connection: ClientConnection, session: Session): void {
    const merging = new Set<ResumeHold>();
    session.onMissedAcknowledged((process) => {
      const { resumeHold } = process;
      if (!resumeHold.isAcknowledged || merging.has(resumeHold)) {
        return;
      }
      merging.add(resumeHold);
      this.#whileAttached(connection, session, resumeHold.mergeMs, () => process.endResumeHold());
    });
  }

  /**
   * Ends the holds of a client that makes no progress with what it missed for `timeoutMs`. What it has read may take
   * any time to arrive: a connection that stalls is ended by its heartbeat.
   */
  #endIdleHolds(connection: ClientConnection, session: Session, timeoutMs: number): void {
    if (!session.resumeHolds.some(({ isActive }) => isActive)) {
      return;
    }
    const before = progressOf(session);
    this.#whileAttached(connection, session, timeoutMs, () => {
      const awaitsAck = session.resumeHolds.some((hold) => hold.awaitsAck);
      if (!awaitsAck && progressOf(session) === before) {
        session.endResumeHolds();
      } else {
        this.#endIdleHolds(connection, session, READER_FACTOR * this.#limits.resumeReadTimeoutMs);
      }
    });
  }

  /** Calls `action` after `delayMs`, unless the session is not attached to the connection then. */
  #whileAttached(
    connection: ClientConnection,
    session: Session,
    delayMs: number,
    action: () => void,
  ): void {
    const cancel = this.#clock.schedule(delayMs, () => {
      forget();
      if (session.isAttachedTo(connection.channel)) {
        action();
      }
    });
    const forget = connection.closed.onFire(cancel);
  }
}

const progressOf = (session: Session): number =>
  session.resumeHolds.reduce((sum, { progress }) => sum + progress, 0);
