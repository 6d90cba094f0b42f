import type { InputOutcome } from '../../domain/process-control.js';

/** Where a process takes input from. */
export interface ProcessInput {
  /** Queues bytes, in order; an empty run is accepted and ignored. Never throws. */
  write(bytes: Uint8Array): InputOutcome;
  /** Drops what still waits and lets go of the descriptor; from then on every write is `stdinClosed`. */
  close(): void;
}

/** The input of a process that was given `/dev/null`. */
export const NO_INPUT: ProcessInput = {
  write: () => 'stdinClosed',
  close: () => {},
};

/**
 * Whether input of this size must be refused. A write is taken whole while nothing waits, however
 * large, since nothing says yet that the process does not read.
 */
export const exceedsPending = (pending: number, size: number, limit: number): boolean =>
  pending > 0 && pending + size > limit;
