import type { Session } from '../../../domain/sessions/session.js';
import type { Clock } from '../../ports/clock.js';
import type { SessionStore } from '../../ports/session-store.js';

const nothing = (): void => undefined;

/**
 * Tells when the server has been idle for a time. It is idle while it has no session, attached or detached: a connection
 * without one can do nothing, and does not last.
 */
export class AwaitIdle {
  /** The sessions of the server; a session is added to it and removed from it. */
  readonly sessions: SessionStore;
  readonly #clock: Clock;
  #idleMs = 0;
  #onIdle: (() => void) | undefined;
  #stopTimer: () => void = nothing;

  constructor(sessions: SessionStore, clock: Clock) {
    this.sessions = new ReportingSessionStore(sessions, () => this.#update());
    this.#clock = clock;
  }

  /** Calls `onIdle` once the server has been idle for `idleMs`, counted from now at the earliest. Replaces an earlier call. */
  execute(idleMs: number, onIdle: () => void): void {
    this.#idleMs = idleMs;
    this.#onIdle = onIdle;
    this.#update();
  }

  /** The server stops: `onIdle` is not called any more. */
  cancel(): void {
    this.#onIdle = undefined;
    this.#update();
  }

  #update(): void {
    this.#stopTimer();
    this.#stopTimer =
      this.#onIdle !== undefined && this.sessions.size === 0
        ? this.#clock.schedule(this.#idleMs, this.#onIdle)
        : nothing;
  }
}

/** Tells of each change of a store. */
class ReportingSessionStore implements SessionStore {
  readonly #sessions: SessionStore;
  readonly #onChange: () => void;

  constructor(sessions: SessionStore, onChange: () => void) {
    this.#sessions = sessions;
    this.#onChange = onChange;
  }

  get size(): number {
    return this.#sessions.size;
  }

  add(session: Session): void {
    this.#sessions.add(session);
    this.#onChange();
  }

  find(id: string): Session | undefined {
    return this.#sessions.find(id);
  }

  remove(session: Session): void {
    this.#sessions.remove(session);
    this.#onChange();
  }
}
