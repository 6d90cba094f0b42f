import type { Session } from '../../domain/sessions/session.js';

/** Keeps sessions between connections. */
export interface SessionStore {
  /** The number of sessions, attached and detached. */
  readonly size: number;
  add(session: Session): void;
  find(id: string): Session | undefined;
  remove(session: Session): void;
}
