import { setImmediate, setTimeout } from 'node:timers/promises';
import { readProcess } from '../termination/process-table.js';

/** Longer than it takes on a machine that is hopelessly busy; a process that has ended has no terminal any more. */
const PATIENCE_MS = 5000;
/** Most are there by then: until then they are looked for in every turn, later now and then. */
const SOON_MS = 10;
const LATER_MS = 2;

/**
 * Resolves once a process that was started has made the terminal its own. Before that nobody is in its
 * foreground: a control-C would be echoed and reach nobody, and a signal to the group would find none.
 */
export const waitForForegroundGroup = async (pid: number): Promise<void> => {
  const began = performance.now();
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs = performance.now() - began) {
    const entry = readProcess(pid);
    if (entry === undefined || !entry.isAlive || entry.foregroundGroup === pid) {
      return;
    }
    await (waitedMs < SOON_MS ? setImmediate() : setTimeout(LATER_MS));
  }
};
