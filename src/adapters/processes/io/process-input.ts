import type { InputOutcome } from '../../../domain/processes/process-control.js';

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
  close: () => undefined,
};

/** Bounds the input that waits for a process. */
export class PendingInput {
  readonly #limit: number;
  /** How much waited when something was last refused. */
  #refusedAt: number | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Whether input of this size must be refused. A write is taken whole while nothing waits, however
   * large, since nothing says yet that the process does not read. What comes right behind a refused write
   * is refused as well, whatever its size: input with a hole in it is worse than none.
   */
  refuses(pending: number, size: number): boolean {
    const isBehind = this.#refusedAt !== undefined && pending >= this.#refusedAt;
    const isTooMuch = pending > 0 && pending + size > this.#limit;
    this.#refusedAt = isBehind || isTooMuch ? pending : undefined;
    return isBehind || isTooMuch;
  }
}
