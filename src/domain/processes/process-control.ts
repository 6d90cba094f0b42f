/**
 * The result of a write: `accepted`, written in order; `stdinClosed`, since the process has no input, has
 * closed it, or has exited; `full`, rejected because the process does not read and its input queue is at the
 * limit.
 */
export type InputOutcome = 'accepted' | 'stdinClosed' | 'full';

/** The size of a terminal in characters; each 1 to 65,535. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** The size of a terminal for which the client has named none. */
export const DEFAULT_TERMINAL_SIZE: TerminalSize = { columns: 80, rows: 24 };

/**
 * Controls a running process. Every method takes effect at once, never throws, and may be called at any time.
 */
export interface ProcessControl {
  /** Process id, where there is one: for the log. */
  readonly pid?: number | undefined;
  /** Queues bytes for stdin or the terminal. */
  write(bytes: Uint8Array): InputOutcome;
  /** Closes stdin behind the queued bytes; nothing without a pipe to stdin. */
  closeInput(): void;
  /** Sets the size of the terminal; nothing without one. */
  resize(size: TerminalSize): void;
  /**
   * Sends a signal, such as `SIGINT`, to the process group and the foreground process group of its terminal;
   * nothing after the process has exited.
   */
  signal(name: string): void;
  /**
   * SIGKILL to the process group and its remaining descendants, also after the process has exited. The
   * outputs then close at once, even if a descendant outside the group holds them open.
   */
  kill(): void;
  /** Stops reading output, so that the process blocks once its pipe is full. */
  pauseOutput(): void;
  /** Resumes reading output. */
  resumeOutput(): void;
}
