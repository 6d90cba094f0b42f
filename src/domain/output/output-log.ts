import { AcknowledgedRanges, type SeqRange } from './acknowledged-ranges.js';
import { OutputSegment } from './output-segment.js';
import type { ExitedEvent, OutputEvent, Release } from './process-event.js';

/** The newest chunks kept even when acknowledged; both bounds apply. */
export interface OutputRetention {
  readonly bytes: number;
  readonly chunks: number;
}

/** At the limit: keep everything until it is acknowledged, or evict the oldest as upstream does. */
export type OverflowPolicy = 'pause' | 'evict';

/** Output that a reader has missed. */
export interface OutputGap {
  /** All output from here on is kept. Unacknowledged output before it may be kept too. */
  readonly firstRetainedSeq: number;
  /** Bytes before it that the process wrote and that were dropped. */
  readonly droppedBytes: number;
}

/**
 * The kept output of one process, oldest first. Acknowledged output is dropped once it exceeds the retention;
 * unacknowledged output is kept (`pause`) or dropped likewise (`evict`).
 */
export class OutputLog {
  readonly #retention: OutputRetention;
  readonly #overflow: OverflowPolicy;
  readonly #onEvicted: (bytes: number) => void;
  readonly #acknowledged = new AcknowledgedRanges();
  /** Unacknowledged segments older than the retention, with acknowledged output after them. */
  #gaps: OutputSegment[] = [];
  #tail = new OutputSegment();
  #droppedBytes = 0;
  #lastDroppedSeq = 0;
  /** Readers received output up to here and may still hold its bytes. */
  #pinnedThroughSeq = 0;

  /** @param onEvicted is called with the bytes of unacknowledged output that `evict` drops. */
  constructor(
    retention: OutputRetention,
    overflow: OverflowPolicy = 'pause',
    onEvicted: (bytes: number) => void = () => undefined,
  ) {
    this.#retention = retention;
    this.#overflow = overflow;
    this.#onEvicted = onEvicted;
  }

  /** Payload bytes kept now. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Every event up to this number is acknowledged. */
  get acknowledgedThrough(): number {
    return this.#acknowledged.contiguousThrough;
  }

  /**
   * Appends an event; its `seq` must be above that of every earlier one.
   *
   * @param release is called when the event is dropped, unless a reader was given it.
   */
  append(event: OutputEvent, release?: Release): void {
    this.#tail.push(event, release);
    this.#trim();
  }

  /** Marks a range of events as acknowledged, or as abandoned. */
  acknowledge(range: SeqRange): void {
    this.#acknowledged.add(range);
    this.#trim();
  }

  /** Drops acknowledged output up to the first that is not, but for the newest chunk. */
  dropAcknowledged(): void {
    while (this.#tail.chunks > 1 && this.#acknowledged.has(this.#tail.oldestSeq ?? 0)) {
      this.#dropOldest(this.#tail);
    }
  }

  /** Drops everything. Call it when the process is closed and nothing reads any more. */
  clear(): void {
    this.#gaps = [];
    this.#tail = new OutputSegment();
  }

  /** Memory taken by unacknowledged output above `afterSeq`. */
  unacknowledgedCost(afterSeq = 0): number {
    const newest = this.#cost(this.#acknowledged.highest, Number.POSITIVE_INFINITY, afterSeq);
    return this.#acknowledged.gaps.reduce(
      (sum, { after, through }) => sum + this.#cost(after, through, afterSeq),
      newest,
    );
  }

  /**
   * The kept events with a larger `seq` than `afterSeq`, as many as fit into `maxBytes`; the first is
   * returned whatever its size (docs/protocol.md section 6.4).
   */
  eventsAfter(afterSeq: number, maxBytes = Number.POSITIVE_INFINITY): readonly OutputEvent[] {
    const page = this.#page(afterSeq, maxBytes);
    this.#pinnedThroughSeq = Math.max(this.#pinnedThroughSeq, page.at(-1)?.seq ?? 0);
    return page;
  }

  /** The newest bytes within the retention, oldest first. Valid until the next `append`. */
  tail(): readonly Uint8Array[] {
    const kept = [...this.#tail.eventsAfter(0)];
    let budget = this.#retention.bytes;
    let first = kept.length;
    while (first > 0 && budget > 0) {
      first -= 1;
      budget -= kept[first]?.bytes.length ?? 0;
    }
    return kept.slice(first).map(({ bytes }) => bytes);
  }

  /** What a reader at `afterSeq` has missed; undefined: nothing. */
  gapAfter(afterSeq: number): OutputGap | undefined {
    if (this.#lastDroppedSeq <= afterSeq) {
      return undefined;
    }
    const [first] = this.#page(this.#lastDroppedSeq, 0);
    return { firstRetainedSeq: first?.seq ?? 0, droppedBytes: this.#droppedBytes };
  }

  /** Whether `eventsAfter(afterSeq)` would return anything. */
  hasAfter(afterSeq: number): boolean {
    return (this.#tail.newestSeq ?? 0) > afterSeq;
  }

  /** Memory taken by events of that range above `afterSeq`. */
  #cost(after: number, through: number, afterSeq: number): number {
    const range = { after: Math.max(after, afterSeq), through };
    return this.#gaps.reduce(
      (sum, segment) => sum + segment.memoryCost(range),
      this.#tail.memoryCost(range),
    );
  }

  get #segments(): readonly OutputSegment[] {
    return [...this.#gaps, this.#tail];
  }

  #page(afterSeq: number, maxBytes: number): readonly OutputEvent[] {
    const page: OutputEvent[] = [];
    let budget = maxBytes;
    for (const segment of this.#segments) {
      for (const event of segment.eventsAfter(afterSeq)) {
        if (page.length > 0 && event.bytes.length > budget) {
          return page;
        }
        page.push(event);
        budget -= event.bytes.length;
        if (budget <= 0) {
          return page;
        }
      }
    }
    return page;
  }

  #trim(): void {
    this.#trimTail();
    if (this.#gaps.length > 0) {
      this.#trimGaps();
    }
  }

  /** The newest chunk is kept whatever its size. */
  #trimTail(): void {
    const segment = this.#tail;
    while (segment.chunks > 1 && this.#isOverRetention(segment.bytes, segment.chunks)) {
      const seq = segment.oldestSeq ?? 0;
      if (this.#acknowledged.has(seq)) {
        this.#dropOldest(segment);
      } else if (this.#overflow === 'evict') {
        this.#onEvicted(this.#dropOldest(segment));
        // An evicted event will not be acknowledged, so it must not count as unacknowledged.
        this.#acknowledged.add({ after: 0, through: seq });
      } else {
        const gap = this.#acknowledged.gaps.find(({ through }) => seq <= through);
        if (gap === undefined || gap.through >= (segment.newestSeq ?? 0)) {
          return;
        }
        this.#gaps.push(segment.splitThrough(gap.through));
      }
    }
  }

  #trimGaps(): void {
    let { bytes, chunks } = this.#tail;
    for (const segment of [...this.#gaps].reverse()) {
      while (
        segment.oldestSeq !== undefined &&
        this.#acknowledged.has(segment.oldestSeq) &&
        this.#isOverRetention(bytes + segment.bytes, chunks + segment.chunks)
      ) {
        this.#dropOldest(segment);
      }
      bytes += segment.bytes;
      chunks += segment.chunks;
    }
    this.#gaps = this.#gaps.filter((segment) => segment.chunks > 0);
  }

  #isOverRetention(bytes: number, chunks: number): boolean {
    return bytes > this.#retention.bytes || chunks > this.#retention.chunks;
  }

  /** Returns the bytes of the event. */
  #dropOldest(segment: OutputSegment): number {
    const { seq = 0, bytes = 0, release } = segment.shift() ?? {};
    this.#droppedBytes += bytes;
    this.#lastDroppedSeq = Math.max(this.#lastDroppedSeq, seq);
    if (seq > this.#pinnedThroughSeq) {
      release?.();
    }
    return bytes;
  }
}

/** A page of a process's output, with the state of the process at the time of reading. */
export interface OutputPage {
  readonly processId: string;
  /** The position of the reader before this page. */
  readonly afterSeq: number;
  readonly chunks: readonly OutputEvent[];
  /** Set when output above `afterSeq` was dropped. */
  readonly gap: OutputGap | undefined;
  /** The position after this page: pass `nextSeq - 1` as the next `afterSeq`. */
  readonly nextSeq: number;
  /** The process is paused until the client has acknowledged this page. */
  readonly awaitsAck: boolean;
  /** Undefined while the process runs. */
  readonly exit: ExitedEvent | undefined;
  readonly closed: boolean;
}
