import type { ChildProcess } from 'node:child_process';

/** Signals a process, or a group by its negative id. False when it does not exist. */
export const sendSignal = (target: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(target, signal);
  } catch (error) {
    // EPERM: the process exists, but under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/**
 * Kills a `detached` child with its process group; call it before its 'close'. Killed alone, bubblewrap may leave its own child, which
 * waits for it before it asks the kernel to end with it, and which keeps the pipes open.
 */
export const killGroup = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) {
    sendSignal(-pid, 'SIGKILL');
  }
};
