import type { ChildProcess } from 'node:child_process';
import { sendSignal } from './send-signal.js';

/**
 * Kills a `detached` child with its process group; call it before its 'close'. Killed alone, bubblewrap may leave its own child, which
 * waits for it before it asks the kernel to end with it, and which keeps the pipes open.
 */
export const killGroup = ({ pid }: ChildProcess): void => {
  if (pid !== undefined) {
    sendSignal(-pid, 'SIGKILL');
  }
};
