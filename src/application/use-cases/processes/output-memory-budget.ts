import type { ProcessHandle } from '../../../domain/processes/process-handle.js';

/** Processes that were held back go on when this part of the cap is kept. */
const LOW_MARK = 0.9;

interface Counted {
  readonly bytes: number;
  readonly askForArrival: () => void;
}

/**
 * Bounds the output of all processes together that has not arrived: beyond the cap the largest are held
 * back first. What has arrived is bounded by the retention of each, and holding back would not free it.
 */
export class RetainedMemory {
  readonly #maxBytes: number;
  readonly #retained = new Map<ProcessHandle, Counted>();
  readonly #heldBack = new Set<ProcessHandle>();
  #totalBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Counts a process until `forget`; to be called again whenever it has kept more.
   *
   * @param askForArrival asks its client what has arrived. Without that each of many could keep a little less
   * than is asked for by itself, all of them together too much, and none would ever go on.
   */
  count(process: ProcessHandle, askForArrival: () => void): void {
    const known = this.#retained.get(process);
    if (known === undefined) process.onArrival(() => this.count(process, askForArrival));
    const bytes = process.unarrivedBytes;
    this.#retained.set(process, { bytes, askForArrival });
    this.#totalBytes += bytes - (known?.bytes ?? 0);
    this.#balance();
  }

  forget(process: ProcessHandle): void {
    this.#totalBytes -= this.#retained.get(process)?.bytes ?? 0;
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
    let largest: [ProcessHandle, Counted] | undefined;
    for (const counted of this.#retained) {
      if (this.#heldBack.has(counted[0])) continue;
      if (largest === undefined || counted[1].bytes > largest[1].bytes) largest = counted;
    }
    if (largest === undefined) return;
    const [process, { askForArrival }] = largest;
    this.#heldBack.add(process);
    process.holdBack('memory');
    askForArrival();
  }

  #letGo(): void {
    for (const process of this.#heldBack) process.letGo('memory');
    this.#heldBack.clear();
  }
}
