import type { ProcessHandle } from '../domain/process-handle.js';

/** Processes that were held back go on when this part of the cap is kept. */
const LOW_MARK = 0.9;

/**
 * Bounds the output of all processes together that has not arrived: beyond the cap the largest are held
 * back first. What has arrived is bounded by the retention of each, and holding back would not free it.
 */
export class RetainedMemory {
  readonly #maxBytes: number;
  readonly #retained = new Map<ProcessHandle, number>();
  readonly #heldBack = new Set<ProcessHandle>();
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Counts a process until `forget`; to be called again whenever it has kept more. */
  count(process: ProcessHandle): void {
    const known = this.#retained.get(process);
    if (known === undefined) process.onArrival(() => this.count(process));
    const bytes = process.unarrivedBytes;
    this.#retained.set(process, bytes);
    this.#totalBytes += bytes - (known ?? 0);
    this.#balance();
  }

  forget(process: ProcessHandle): void {
    this.#totalBytes -= this.#retained.get(process) ?? 0;
    this.#retained.delete(process);
    this.#heldBack.delete(process);
    this.#balance();
  }

  #balance(): void {
    if (this.#totalBytes > this.#maxBytes) this.#holdBackLargest();
    else if (this.#heldBack.size > 0 && this.#totalBytes <= this.#maxBytes * LOW_MARK)
      this.#letGo();
  }

  #holdBackLargest(): void {
    let largest: ProcessHandle | undefined;
    for (const [process, bytes] of this.#retained) {
      if (this.#heldBack.has(process)) continue;
      if (largest === undefined || bytes > (this.#retained.get(largest) ?? 0)) largest = process;
    }
    if (largest === undefined) return;
    this.#heldBack.add(largest);
    largest.holdBack('memory');
  }

  #letGo(): void {
    for (const process of this.#heldBack) process.letGo('memory');
    this.#heldBack.clear();
  }
}
