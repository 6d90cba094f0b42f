import type { OutputEvent } from './process-event.js';

/** What a log keeps besides output that has not arrived yet: the newest chunks within both bounds. */
export interface OutputRetention {
  readonly bytes: number;
  readonly chunks: number;
}

/** What a full log does: keep everything until it has arrived, or evict the oldest as the reference does. */
export type OverflowPolicy = 'pause' | 'evict';

/** What a reader can no longer have. */
export interface OutputGap {
  /** The oldest output that is kept. */
  readonly firstRetainedSeq: number;
  /** Bytes of output that the process wrote before it. */
  readonly droppedBytes: number;
}

/** What a chunk costs besides its bytes: bounds the memory of many tiny writes. */
const CHUNK_OVERHEAD_BYTES = 256;

/** Memory that chunks of output take. */
export const costOf = (chunks: readonly OutputEvent[]): number =>
  chunks.reduce((sum, { bytes }) => sum + bytes.length + CHUNK_OVERHEAD_BYTES, 0);

/**
 * The output of one process that is kept, oldest first. Output that has arrived at the client goes once
 * it is older than the retention; output that has not stays (`pause`), or goes likewise (`evict`).
 */
export class OutputLog {
  readonly #retention: OutputRetention;
  readonly #overflow: OverflowPolicy;
  /** Kept events are those from `#first` on: dropping from the front must not move the others. */
  #events: (OutputEvent | undefined)[] = [];
  /** The cost of all output ever up to and including the event of the same index. */
  #costs: number[] = [];
  #first = 0;
  #bytes = 0;
  #totalCost = 0;
  #droppedBytes = 0;
  #lastDroppedSeq = 0;
  /** Output with a `seq` up to this has arrived. */
  #arrivedSeq = 0;

  constructor(retention: OutputRetention, overflow: OverflowPolicy = 'pause') {
    this.#retention = retention;
    this.#overflow = overflow;
  }

  /** Payload bytes kept now. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The oldest kept event's number; undefined when none is kept. */
  get firstSeq(): number | undefined {
    return this.#events[this.#first]?.seq;
  }

  /** Keeps an event; its `seq` must be above that of every earlier one. */
  append(event: OutputEvent): void {
    this.#events.push(event);
    this.#totalCost += costOf([event]);
    this.#costs.push(this.#totalCost);
    this.#bytes += event.bytes.length;
    this.#trim();
  }

  /** All output up to `seq` has arrived at the client. */
  acknowledge(seq: number): void {
    if (seq <= this.#arrivedSeq) return;
    this.#arrivedSeq = seq;
    this.#trim();
  }

  /** Memory that the output behind `afterSeq` takes, up to and including `throughSeq`, as far as kept. */
  costBetween(afterSeq: number, throughSeq = Number.POSITIVE_INFINITY): number {
    return Math.max(0, this.#costThrough(throughSeq) - this.#costThrough(afterSeq));
  }

  /**
   * The kept events with a larger `seq` than `afterSeq`, as many as fit into `maxBytes`; the first is
   * returned whatever its size (PROTOCOL.md section 6.4).
   */
  after(afterSeq: number, maxBytes = Number.POSITIVE_INFINITY): readonly OutputEvent[] {
    const page: OutputEvent[] = [];
    let budget = maxBytes;
    for (let index = this.#indexAfter(afterSeq); index < this.#events.length; index += 1) {
      const event = this.#events[index];
      if (event === undefined || (page.length > 0 && event.bytes.length > budget)) break;
      page.push(event);
      budget -= event.bytes.length;
      if (budget <= 0) break;
    }
    return page;
  }

  /** What a reader who has all up to `afterSeq` has missed; undefined: nothing. */
  gapAfter(afterSeq: number): OutputGap | undefined {
    if (this.#lastDroppedSeq <= afterSeq) return undefined;
    return { firstRetainedSeq: this.firstSeq ?? 0, droppedBytes: this.#droppedBytes };
  }

  /** Whether `after(afterSeq)` would return anything. */
  hasAfter(afterSeq: number): boolean {
    const newest = this.#events.at(-1);
    return newest !== undefined && newest.seq > afterSeq;
  }

  #trim(): void {
    while (this.#isOverRetention() && this.#mayDropOldest()) this.#dropOldest();
  }

  #isOverRetention(): boolean {
    const kept = this.#events.length - this.#first;
    return kept > 1 && (this.#bytes > this.#retention.bytes || kept > this.#retention.chunks);
  }

  #mayDropOldest(): boolean {
    return this.#overflow === 'evict' || (this.firstSeq ?? 0) <= this.#arrivedSeq;
  }

  #dropOldest(): void {
    const oldest = this.#events[this.#first];
    const size = oldest?.bytes.length ?? 0;
    this.#bytes -= size;
    this.#droppedBytes += size;
    this.#lastDroppedSeq = oldest?.seq ?? 0;
    this.#events[this.#first] = undefined;
    this.#first += 1;
    if (this.#first * 2 > this.#events.length && this.#first > 64) {
      this.#events = this.#events.slice(this.#first);
      this.#costs = this.#costs.slice(this.#first);
      this.#first = 0;
    }
  }

  #costThrough(seq: number): number {
    const index = this.#indexAfter(seq);
    if (index > this.#first) return this.#costs[index - 1] ?? 0;
    const first = this.#events[this.#first];
    if (first === undefined) return this.#totalCost;
    return (this.#costs[this.#first] ?? 0) - costOf([first]);
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
