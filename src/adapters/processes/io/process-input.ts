import type { InputOutcome } from '../../../domain/processes/process-control.js';

/** The input of a process. */
export interface ProcessInput {
  /** Queues bytes, in order; an empty run is accepted and ignored. Never throws. */
  write(bytes: Uint8Array): InputOutcome;
  /** Closes the descriptor behind the pending input; nothing on a terminal. Every later write is `stdinClosed`. */
  end(): void;
  /** Drops pending input and closes the descriptor; every later write is `stdinClosed`. */
  close(): void;
}

/** The input of a process with `/dev/null` as stdin. */
export const NO_INPUT: ProcessInput = {
  write: () => 'stdinClosed',
  end: () => undefined,
  close: () => undefined,
};

/** Limits the pending input of a process. */
export class PendingInput {
  readonly #limit: number;
  /** Pending bytes when input was last rejected. */
  #refusedAt: number | undefined;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Whether input of this size must be rejected. A write is accepted whatever its size while nothing is
   * pending, since the process may well read it. After a rejected write later ones are rejected too until
   * pending input shrinks: input with a gap is worse than none.
   */
  refuses(pending: number, size: number): boolean {
    const isBehind = this.#refusedAt !== undefined && pending >= this.#refusedAt;
    const isTooMuch = pending > 0 && pending + size > this.#limit;
    this.#refusedAt = isBehind || isTooMuch ? pending : undefined;
    return isBehind || isTooMuch;
  }
}
