import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as nextTick } from 'node:timers/promises';

/** Entries read in one event-loop tick: about 2 ms. */
const ENTRIES_PER_TICK = 128;
/** Passes over new processes; on a host that starts some all the time there is always another one. */
const MAX_PASSES = 8;

/** A process, as `/proc/PID/stat` describes it. */
export interface ProcessEntry {
  readonly pid: number;
  /** False for a zombie, which waits to be reaped. */
  readonly isAlive: boolean;
  readonly group: number;
  readonly session: number;
  /** Foreground process group of its terminal; -1 without a terminal. */
  readonly foregroundGroup: number;
  /** Clock ticks since boot: with the pid it identifies a process. */
  readonly startTime: string;
}

/**
 * Visits every process in `/proc`, including those that start meanwhile; none without `/proc` (macOS). An
 * entry is read right before its visit. Yields to the event loop in between.
 */
export const visitProcesses = async (visit: (entry: ProcessEntry) => void): Promise<void> => {
  const seen = new Set<string>();
  for (let pass = 0; pass < MAX_PASSES; pass++) {
    const fresh = processNumbers().filter((name) => !seen.has(name));
    for (const name of fresh) {
      seen.add(name);
      const entry = readProcess(Number(name));
      if (entry !== undefined) {
        visit(entry);
      }
      if (seen.size % ENTRIES_PER_TICK === 0) {
        await nextTick();
      }
    }
    if (fresh.length === 0) {
      return;
    }
  }
};

/** Whether processes can be listed here. */
export const hasProcessTable = (): boolean => processNumbers().length > 0;

/** One process; undefined when it does not exist. */
export const readProcess = (pid: number): ProcessEntry | undefined => {
  try {
    // UTF-8, since Node reads that in one call.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name is in parentheses and may contain parentheses itself.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      // The main thread may be a zombie while others run.
      isAlive: !'ZX'.includes(fields[0] ?? '') || Number(fields[17]) > 1,
      group: Number(fields[2]),
      session: Number(fields[3]),
      foregroundGroup: Number(fields[5]),
      startTime: fields[19] ?? '',
    };
  } catch {
    return undefined;
  }
};

const processNumbers = (): string[] => {
  try {
    return readdirSync('/proc').filter((name) => /^\d/.test(name));
  } catch {
    return [];
  }
};
