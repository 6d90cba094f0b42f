import { setImmediate, setTimeout } from 'node:timers/promises';
import { readProcess } from '../../shared/process-table.js';

/** Longer than it takes on an overloaded machine; an exited process has no terminal. */
const TIMEOUT_MS = 5000;
/** Most processes are ready by then: polled in every tick until then, less often later. */
const POLL_EVERY_TICK_MS = 10;
const POLL_INTERVAL_MS = 2;

/** `foregroundGroup` of a process that has no terminal. */
const NO_TERMINAL = -1;

/**
 * Resolves once a started process has taken its terminal, which puts it in the foreground. Before that a control-C would be
 * echoed without reaching it, and a signal to its group would fail.
 */
export const waitForForegroundGroup = async (pid: number): Promise<void> => {
  const began = performance.now();
  for (let waitedMs = 0; waitedMs < TIMEOUT_MS; waitedMs = performance.now() - began) {
    const entry = readProcess(pid);
    if (entry === undefined || !entry.isAlive) {
      return;
    }
    // Not its own group: a shell with job control may have put a job in the foreground since the last look.
    if (entry.session === pid && entry.foregroundGroup !== NO_TERMINAL) {
      return;
    }
    await (waitedMs < POLL_EVERY_TICK_MS ? setImmediate() : setTimeout(POLL_INTERVAL_MS));
  }
};
