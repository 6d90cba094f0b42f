import { writeSync } from 'node:fs';
import type { InputOutcome } from '../../../domain/processes/process-control.js';
import { PendingInput, type ProcessInput } from '../io/process-input.js';

const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 50;

/**
 * Input of a terminal. Writes go to the master descriptor directly: a Node stream would write in a blocking
 * loop. The kernel's input queue does not signal room, so rejected bytes are retried, less and less often
 * while the process does not read.
 */
export class TerminalInput implements ProcessInput {
  readonly #fd: number;
  readonly #pending: PendingInput;
  readonly #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  /** Once true the descriptor number may be reused, so it is never used again. */
  #closed = false;

  /** Does not own the descriptor, which must stay open until `close`. */
  constructor(fd: number, pendingBytes: number) {
    this.#fd = fd;
    this.#pending = new PendingInput(pendingBytes);
  }

  write(bytes: Uint8Array): InputOutcome {
    if (this.#closed) {
      return 'stdinClosed';
    }
    if (this.#pending.refuses(this.#queuedBytes, bytes.length)) {
      return 'full';
    }
    if (bytes.length > 0) {
      this.#queue.push(bytes);
      this.#queuedBytes += bytes.length;
      if (this.#retry === undefined) {
        this.#flush();
      }
    }
    return this.#closed ? 'stdinClosed' : 'accepted';
  }

  end(): void {
    // A terminal has no end of input.
  }

  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
    this.#queuedBytes = 0;
    clearTimeout(this.#retry);
    this.#retry = undefined;
  }

  #flush(): void {
    this.#retry = undefined;
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      const taken = this.#offer(first);
      if (taken > 0) {
        this.#retryMs = FIRST_RETRY_MS;
        this.#queuedBytes -= taken;
        if (taken === first.length) {
          this.#queue.shift();
        } else {
          this.#queue[0] = first.subarray(taken);
        }
      } else if (this.#closed) {
        return;
      } else {
        this.#retry = setTimeout(() => this.#flush(), this.#retryMs);
        this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
        return;
      }
    }
  }

  #offer(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        this.close();
      }
      return 0;
    }
  }
}
