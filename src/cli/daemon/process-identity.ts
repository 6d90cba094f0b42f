import { readFileSync } from 'node:fs';

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

/** The name in parentheses may contain spaces and parentheses; 20 fields follow up to the start time. */
const startTimeOf = (pid: number): string => {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state = '', ...rest] = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? 'zombie' : (rest[18] ?? '');
  } catch {
    return '';
  }
};
