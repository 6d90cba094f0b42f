import { createHash } from 'node:crypto';

/** A session that the command line made. Its id is a capability: the file has mode 0600. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly processId: string;
  /** The server that has the session: `serverKey`. */
  readonly server: string;
  readonly command: readonly string[];
  readonly tty: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly startedAtMs: number;
  /** Number of the last event that a user has seen; 0: none. */
  readonly seenSeq: number;
  /** Modes of the terminal that the program had changed then: `TerminalModes`. */
  readonly modes: readonly (number | string)[];
}

const ID_DIGITS = 12;

/** What users call a session: digits that do not tell its id. */
export const shortId = ({ sessionId }: Pick<SessionRecord, 'sessionId'>): string =>
  createHash('sha256').update(sessionId).digest('hex').slice(0, ID_DIGITS);
