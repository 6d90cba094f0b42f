import { hash, randomBytes } from 'node:crypto';
import type { SessionStore } from '../../application/ports/session-store.js';
import type { Session } from '../../domain/sessions/session.js';

/**
 * Keeps sessions in memory. They are found by a keyed digest of their id, so that the duration of a lookup
 * reveals nothing about how much of a guessed id is right.
 */
export class InMemorySessionStore implements SessionStore {
  readonly #key = randomBytes(32).toString('base64');
  readonly #sessions = new Map<string, Session>();

  get size(): number {
    return this.#sessions.size;
  }

  add(session: Session): void {
    this.#sessions.set(this.#digest(session.id), session);
  }

  find(id: string): Session | undefined {
    return this.#sessions.get(this.#digest(id));
  }

  remove(session: Session): void {
    this.#sessions.delete(this.#digest(session.id));
  }

  #digest(id: string): string {
    return hash('sha256', this.#key + id, 'base64');
  }
}
