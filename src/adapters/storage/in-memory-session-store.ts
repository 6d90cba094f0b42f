import type { SessionStore } from '../../application/ports/session-store.js';
import type { Session } from '../../domain/session.js';

/** Keeps sessions for as long as the daemon lives. */
export class InMemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  add(session: Session): void {
    this.#sessions.set(session.id, session);
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  remove(session: Session): void {
    this.#sessions.delete(session.id);
  }
}
