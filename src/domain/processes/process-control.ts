/**
 * What became of input: `accepted` will be written in order; `stdinClosed` can never arrive, since the
 * process takes no input, has closed it or has ended; `full` was refused, since the process does not
 * read and the bound on what waits for it is reached.
 */
export type InputOutcome = 'accepted' | 'stdinClosed' | 'full';

/** The hold on a live process. Every method takes effect at once, never throws, and may come at any time. */
export interface ProcessControl {
  /** Its number in the system, where it has one: for the log. */
  readonly pid?: number | undefined;
  /** Queues bytes for stdin or the terminal. */
  write(bytes: Uint8Array): InputOutcome;
  /** SIGINT to the process group; nothing when the process has ended. */
  interrupt(): void;
  /**
   * SIGKILL to the process group and whatever is left of it, also after the process itself has ended.
   * The outputs then end at once, although a descendant that left the group may still hold them.
   */
  kill(): void;
  /** Stops reading output, so that the process blocks once its pipe is full. */
  pauseOutput(): void;
  /** Reads output again. */
  resumeOutput(): void;
}
