import type { ProcessExit } from '../../../src/domain/output/process-event.js';

/** An exit at the beginning of time. */
export const exitWith = (exitCode: number, signal?: string): ProcessExit => ({
  exitCode,
  signal,
  exitedAtMs: 0,
});
