import type { SessionConnection } from '../connection/session-connection.js';
import type { FollowerRegistry } from '../following/follower.js';
import type { Start } from './start-process.js';

/** What a running process is made of. */
export interface ProcessOrigin {
  readonly connection: SessionConnection;
  readonly registry: FollowerRegistry;
  readonly processId: string;
  /** As it is typed into a shell. */
  readonly command: string;
  readonly afterSeq: number;
  readonly isTerminal: boolean;
  /** `stdin` can be written to. */
  readonly takesInput: boolean;
  /** What became of the option `input`. */
  readonly input: { failure?: Error };
  /** Starts it, if it is to be started. */
  readonly start: () => Promise<Start>;
}
