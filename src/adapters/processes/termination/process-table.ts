import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/** Entries read in one turn of the event loop: about 2 ms. */
const ENTRIES_A_TURN = 128;
/** Looks for processes that have come since; a host that starts some all the time has no last one. */
const MAX_PASSES = 8;

/** What the kernel says of a process. */
export interface ProcessEntry {
  readonly pid: number;
  /** False of a zombie: it has ended, and only waits for its parent to notice. */
  readonly isAlive: boolean;
  readonly group: number;
  readonly session: number;
  /** Group in the foreground of its terminal; -1 without one. */
  readonly foregroundGroup: number;
  /** Clock ticks since boot: with the pid it names a process for good. */
  readonly startTime: string;
}

/**
 * Visits every process that `/proc` shows, those too that come meanwhile; none where there is no
 * `/proc` (macOS). An entry is as it was right before its visit. Other work goes on in between.
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
      if (seen.size % ENTRIES_A_TURN === 0) {
        await turn();
      }
    }
    if (fresh.length === 0) {
      return;
    }
  }
};

/** Whether processes can be looked at here. */
export const hasProcessTable = (): boolean => processNumbers().length > 0;

/** One process; undefined when there is none of that number. */
export const readProcess = (pid: number): ProcessEntry | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name is in parentheses and may contain anything, these too.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return {
      pid,
      // The first thread may be a zombie while others run.
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
