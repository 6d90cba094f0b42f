import { constants } from 'node:os';
import { errnoName } from '../files/file-error.js';
import type { SpawnCommand } from './spawn-command.js';

/** The error of Node for a start that failed; an error that is none of the operating system stays as it is. */
export const spawnError = (error: Error, { spawnfile, spawnargs }: SpawnCommand): Error => {
  const code = errnoName(error.message);
  if (code === undefined) {
    return error;
  }
  return Object.assign(new Error(`spawn ${spawnfile} ${code}`, { cause: error }), {
    errno: -((constants.errno as Record<string, number>)[code] ?? 1),
    code,
    syscall: `spawn ${spawnfile}`,
    path: spawnfile,
    spawnargs: spawnargs.slice(1),
  });
};

/** What aborting a `signal` emits. */
export const abortError = (reason: unknown): Error =>
  Object.assign(new Error('The operation was aborted', { cause: reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  });
