import { readProcess } from '../../shared/process-table.js';

const FIRST_POLL_MS = 1;
const MAX_POLL_MS = 16;
/** A process that hangs in the kernel must not hold what waits for the end. */
const LIMIT_MS = 2000;

/**
 * Resolves when no process of a sandbox is left; undefined: that is so already. Bubblewrap ends before the others: the
 * kernel then kills the first process of their namespace, which becomes a zombie once all of them have ended.
 *
 * @param first pid of the namespace's first process; undefined: there was none.
 */
export const sandboxEnd = (
  first: number | undefined,
  limitMs: number = LIMIT_MS,
): Promise<void> | undefined =>
  first === undefined || hasEnded(first) ? undefined : poll(first, performance.now() + limitMs);

const poll = (first: number, untilMs: number): Promise<void> =>
  new Promise((resolve) => {
    const check = (delayMs: number): void => {
      if (hasEnded(first) || performance.now() > untilMs) {
        resolve();
      } else {
        setTimeout(check, delayMs, Math.min(2 * delayMs, MAX_POLL_MS));
      }
    };
    check(FIRST_POLL_MS);
  });

const hasEnded = (pid: number): boolean => readProcess(pid)?.isAlive !== true;
