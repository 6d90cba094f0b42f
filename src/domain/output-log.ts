import type { OutputEvent } from './process-event.js';

/** How much output a log keeps: the newest chunks within both bounds. */
export interface OutputRetention {
  readonly bytes: number;
  readonly chunks: number;
}

/** The newest output of one process, oldest first; what passes the retention is dropped from the front. */
export class OutputLog {
  readonly #retention: OutputRetention;
  /** Kept events are those from `#first` on: dropping from the front must not move the others. */
  #events: OutputEvent[] = [];
  #first = 0;
  #bytes = 0;

  constructor(retention: OutputRetention) {
    this.#retention = retention;
  }

  /** Payload bytes kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps an event; its `seq` must be above that of every earlier one. */
  append(event: OutputEvent): void {
    this.#events.push(event);
    this.#bytes += event.bytes.length;
    while (this.#isOverRetention()) this.#dropOldest();
  }

  /**
   * The kept events with a larger `seq` than `afterSeq`, as many as fit into `maxBytes`; the first is
   * returned whatever its size (PROTOCOL.md section 6.4).
   */
  after(afterSeq: number, maxBytes = Number.POSITIVE_INFINITY): readonly OutputEvent[] {
    const start = this.#indexAfter(afterSeq);
    let end = start;
    let budget = maxBytes;
    for (let event = this.#events[end]; event !== undefined; event = this.#events[end]) {
      if (end > start && event.bytes.length > budget) break;
      budget -= event.bytes.length;
      end += 1;
      if (budget <= 0) break;
    }
    return this.#events.slice(start, end);
  }

  /** Whether `after(afterSeq)` would return anything. */
  hasAfter(afterSeq: number): boolean {
    const newest = this.#events.at(-1);
    return newest !== undefined && this.#first < this.#events.length && newest.seq > afterSeq;
  }

  #isOverRetention(): boolean {
    const kept = this.#events.length - this.#first;
    return kept > 1 && (this.#bytes > this.#retention.bytes || kept > this.#retention.chunks);
  }

  #dropOldest(): void {
    this.#bytes -= this.#events[this.#first]?.bytes.length ?? 0;
    delete this.#events[this.#first];
    this.#first += 1;
    if (this.#first * 2 > this.#events.length && this.#first > 64) {
      this.#events = this.#events.slice(this.#first);
      this.#first = 0;
    }
  }

  #indexAfter(afterSeq: number): number {
    let low = this.#first;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.seq ?? 0) > afterSeq) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
