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

/** The initial size of every terminal. */
export const TERMINAL_SIZE = { columns: 80, rows: 24 };

/** Starts a program on a new terminal; `exited` is called once, with the status or the signal it ended with. */
export type TerminalStarter = (
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  exited: (status: number | null, signal: NodeJS.Signals | number | null) => void,
) => Promise<TerminalProcess>;
