import { readProcess } from '../../adapters/shared/process-table.js';

/** A process of this user, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Ticks from the boot to its start; empty on hosts without `/proc`. */
  readonly startTime: string;
}

export const identify = (pid: number): ProcessIdentity => ({ pid, startTime: startTimeOf(pid) });

/** Whether this very process runs, as this user. */
export const isRunning = ({ pid, startTime }: ProcessIdentity): boolean => {
  try {
    // Fails with EPERM for a process of another user, which it cannot be.
    process.kill(pid, 0);
    return startTimeOf(pid) === startTime;
  } catch {
    return false;
  }
};

const startTimeOf = (pid: number): string => {
  const found = readProcess(pid);
  return found?.isAlive === false ? 'zombie' : (found?.startTime ?? '');
};
