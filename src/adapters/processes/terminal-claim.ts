import { setImmediate } from 'node:timers/promises';
import { readProcess } from './process-table.js';

/** Longer than any fork takes; a process that has ended by then has no terminal any more. */
const PATIENCE_MS = 200;

/**
 * Resolves once a forked process has made the terminal its own. Before that nobody is in its foreground:
 * a control-C would be echoed and reach nobody, and a signal to the group would find none.
 */
export const terminalClaimed = async (pid: number): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const entry = readProcess(pid);
    if (entry === undefined || entry.foregroundGroup === pid || performance.now() > deadline)
      return;
    await setImmediate();
  }
};
