import { ExecServerError } from '../errors.js';
import type { ProcessHandle } from '../processes/process-handle.js';

/** @throws {ExecServerError} when the session has no such process. */
export const requireProcess = (process: ProcessHandle | undefined, id: string): ProcessHandle => {
  if (process === undefined) {
    throw new ExecServerError('invalid-request', `unknown process id ${id}`);
  }
  return process;
};
