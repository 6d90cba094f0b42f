import type { ProcessExit } from '../output/process-event.js';

/** What was started. */
export interface ProcessCommand {
  /** May be abridged. */
  readonly argv: readonly string[];
  readonly isArgvAbridged: boolean;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  readonly isOnTerminal: boolean;
  /** When its start was requested, in milliseconds since the Unix epoch. */
  readonly startedAtMs: number;
}

/** A process as it is now. */
export interface ProcessDescription extends ProcessCommand {
  readonly processId: string;
  /** Undefined while the process is starting, and for a runner that has no process ids. */
  readonly pid: number | undefined;
  /** Undefined: it has not exited. */
  readonly exit: ProcessExit | undefined;
  /** Whether its last event has been recorded. */
  readonly closed: boolean;
  /** Its output is paused: it waits for its client, or for memory. */
  readonly isPaused: boolean;
  /** Number of its next event. */
  readonly nextSeq: number;
}

/** UTF-16 code units of all arguments, and one more for each. */
const MAX_ARGV_LENGTH = 1024;

/** The arguments up to a length, since they are kept as long as the process. */
export const abridgeArgv = (
  argv: readonly string[],
): Pick<ProcessCommand, 'argv' | 'isArgvAbridged'> => {
  const kept: string[] = [];
  let left = MAX_ARGV_LENGTH;
  for (const argument of argv) {
    if (argument.length > left) {
      kept.push(argument.slice(0, left));
      return { argv: kept, isArgvAbridged: true };
    }
    kept.push(argument);
    // An empty argument takes memory too.
    left -= argument.length + 1;
  }
  return { argv: kept, isArgvAbridged: false };
};
