import type { SessionConnection } from '../connection/session-connection.js';
import type { ProcessRegistry } from './process-registry.js';
import type { Start } from './start-process.js';

/** What a running process is made of. */
export interface ProcessOrigin {
  readonly connection: SessionConnection;
  readonly registry: ProcessRegistry;
  readonly processId: string;
  /** As it is typed into a shell. */
  readonly command: string;
  readonly afterSeq: number;
  readonly isTerminal: boolean;
  /** `stdin` can be written to. */
  readonly takesInput: boolean;
  /** Starts it. */
  readonly start: () => Promise<Start>;
}
