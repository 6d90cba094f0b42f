import type { TerminalSize } from '../../../domain/processes/process-control.js';

/** A process that leads a session on a terminal of its own. */
export interface TerminalProcess {
  readonly pid: number;
  /** The master end, non-blocking and close-on-exec: the caller's. */
  readonly fd: number;
  /**
   * A slave end, owned by the caller too: while it is open the terminal is not hung up, so no output is lost.
   */
  readonly slave: number;
}

/** A program to start on a terminal. */
interface TerminalProgram {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly size: TerminalSize;
}

/** Is called once, with the status or the signal that a program ended with. */
export type Exited = (status: number | null, signal: NodeJS.Signals | number | null) => void;

/** Starts a program on a new terminal. `spawning` is called right before with its path, where that is known then. */
export type TerminalStarter = (
  program: TerminalProgram,
  exited: Exited,
  spawning: (terminal: string) => void,
) => Promise<TerminalProcess>;
