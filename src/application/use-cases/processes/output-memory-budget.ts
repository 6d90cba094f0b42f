import type { ProcessHandle } from '../../../domain/processes/process-handle.js';

/** Paused processes resume at this part of the limit. */
const LOW_MARK = 0.9;

interface Counted {
  readonly bytes: number;
  readonly requestAck: () => void;
}

/**
 * Limits the unacknowledged output of all processes together: above the limit the largest are paused first. One whose client has
 * acknowledged all of it continues whatever the others keep, a chunk at a time: the output of detached sessions, which nobody reads,
 * stops no client that does. Acknowledged output is bounded by each process's retention, and pausing would not free it; closed processes
 * together keep no more of it than the limit.
 */
export class OutputMemoryBudget {
  readonly #maxBytes: number;
  readonly #retained = new Map<ProcessHandle, Counted>();
  readonly #paused = new Set<ProcessHandle>();
  #totalBytes = 0;
  /** What each closed process keeps, in the order in which they closed. */
  readonly #closed = new Map<ProcessHandle, number>();
  #closedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What all processes keep for their clients, and how many of them wait. */
  measure(): { unacknowledgedBytes: number; pausedProcesses: number } {
    const paused = [...this.#retained.keys()].filter(({ isPaused }) => isPaused);
    return { unacknowledgedBytes: this.#totalBytes, pausedProcesses: paused.length };
  }

  /**
   * Counts a process until `forget`; call it again whenever it keeps more.
   *
   * @param requestAck requests an acknowledgement from its client. Without it many processes could each keep
   * less than the interval at which acknowledgements are requested, exceed the limit together, and stay
   * paused.
   */
  count(process: ProcessHandle, requestAck: () => void): void {
    const known = this.#retained.get(process);
    if (known === undefined) {
      process.onAcknowledged(() => this.count(process, requestAck));
    }
    const bytes = process.output.unacknowledgedCost();
    this.#retained.set(process, { bytes, requestAck });
    this.#totalBytes += bytes - (known?.bytes ?? 0);
    if (this.#paused.has(process) && bytes < (known?.bytes ?? 0)) {
      this.#acknowledged(process, bytes, requestAck);
    }
    this.#balance();
  }

  /** The process has closed: those that closed first drop their acknowledged output while closed ones keep more than the limit. */
  recordClosed(process: ProcessHandle): void {
    const { bytes } = process.output;
    this.#closed.set(process, bytes);
    this.#closedBytes += bytes;
    for (const [oldest] of this.#closed) {
      if (this.#closedBytes <= this.#maxBytes) {
        return;
      }
      oldest.output.dropAcknowledged();
      this.#forgetClosed(oldest);
    }
  }

  forget(process: ProcessHandle): void {
    this.#forgetClosed(process);
    this.#totalBytes -= this.#retained.get(process)?.bytes ?? 0;
    this.#retained.delete(process);
    this.#paused.delete(process);
    this.#balance();
  }

  #forgetClosed(process: ProcessHandle): void {
    this.#closedBytes -= this.#closed.get(process) ?? 0;
    this.#closed.delete(process);
  }

  /** A paused process keeps less than before. */
  #acknowledged(process: ProcessHandle, bytes: number, requestAck: () => void): void {
    if (bytes > 0) {
      // What came behind the last request.
      requestAck();
      return;
    }
    this.#paused.delete(process);
    process.resume('memory');
  }

  #balance(): void {
    if (this.#totalBytes > this.#maxBytes) {
      this.#pauseLargest();
    } else if (this.#paused.size > 0 && this.#totalBytes <= this.#maxBytes * LOW_MARK) {
      this.#resumeAll();
    }
  }

  #pauseLargest(): void {
    let largest: [ProcessHandle, Counted] | undefined;
    for (const counted of this.#retained) {
      // One that keeps nothing has nothing to acknowledge, which would resume it.
      if (counted[1].bytes > (largest?.[1].bytes ?? 0) && !this.#paused.has(counted[0])) {
        largest = counted;
      }
    }
    if (largest === undefined) {
      return;
    }
    const [process, { requestAck }] = largest;
    this.#paused.add(process);
    process.pause('memory');
    requestAck();
  }

  #resumeAll(): void {
    for (const process of this.#paused) {
      process.resume('memory');
    }
    this.#paused.clear();
  }
}
