import type { Session } from '../../domain/sessions/session.js';

/** Where sessions are kept between connections. */
export interface SessionStore {
  /** Sessions kept, attached and detached. */
  readonly size: number;
  add(session: Session): void;
  find(id: string): Session | undefined;
  remove(session: Session): void;
}
