import { AcknowledgedRanges, type SeqRange } from './acknowledged-ranges.js';
import { OutputSegment } from './output-segment.js';
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
  /** From here on all output is kept. Some of that before it may be, too: what has not arrived. */
  readonly firstRetainedSeq: number;
  /** Bytes of output that the process wrote before it and that are kept no more. */
  readonly droppedBytes: number;
}

/**
 * The output of one process that is kept, oldest first. Output that has arrived at the client goes once
 * it is older than the retention; output that has not stays (`pause`), or goes likewise (`evict`).
 */
export class OutputLog {
  readonly #retention: OutputRetention;
  readonly #overflow: OverflowPolicy;
  readonly #acknowledged = new AcknowledgedRanges();
  /** What has not arrived, where what came behind it has and is older than the retention. */
  #gaps: OutputSegment[] = [];
  #tail = new OutputSegment();
  #droppedBytes = 0;
  #lastDroppedSeq = 0;
  readonly #onFree: (bytes: Uint8Array) => void;
  /** Readers were given output up to here, and may hold it still. */
  #pinnedThroughSeq = 0;

  /** @param onFree hears of bytes that were dropped and that no reader was given. */
  constructor(
    retention: OutputRetention,
    overflow: OverflowPolicy = 'pause',
    onFree: (bytes: Uint8Array) => void = () => undefined,
  ) {
    this.#retention = retention;
    this.#overflow = overflow;
    this.#onFree = onFree;
  }

  /** Payload bytes kept now. */
  get bytes(): number {
    return this.#segments.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Keeps an event; its `seq` must be above that of every earlier one. */
  append(event: OutputEvent): void {
    this.#tail.push(event);
    this.#trim();
  }

  /** A run of events has arrived at the client, or is given up. */
  acknowledge(range: SeqRange): void {
    this.#acknowledged.add(range);
    this.#trim();
  }

  /** Frees all of it; the process writes no more, and nobody reads. */
  clear(): void {
    this.#gaps = [];
    this.#tail = new OutputSegment();
  }

  /** Memory that output behind `afterSeq` takes which has not arrived. */
  unacknowledgedCost(afterSeq = 0): number {
    const { gaps, highest } = this.#acknowledged;
    const missing = [...gaps, { after: highest, through: Number.POSITIVE_INFINITY }];
    return missing.reduce((sum, { after, through }) => {
      const range = { after: Math.max(after, afterSeq), through };
      return sum + this.#segments.reduce((cost, run) => cost + run.memoryCost(range), 0);
    }, 0);
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

  /** The newest bytes within the retention, oldest first; to be looked at before anything else is kept. */
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

  /** What a reader who has all up to `afterSeq` has missed; undefined: nothing. */
  gapAfter(afterSeq: number): OutputGap | undefined {
    if (this.#lastDroppedSeq <= afterSeq) {
      return undefined;
    }
    const [first] = this.#page(this.#lastDroppedSeq, 0);
    return { firstRetainedSeq: first?.seq ?? 0, droppedBytes: this.#droppedBytes };
  }

  /** Whether `after(afterSeq)` would return anything. */
  hasAfter(afterSeq: number): boolean {
    const { newest } = this.#tail;
    return newest !== undefined && newest.seq > afterSeq;
  }

  get #segments(): readonly OutputSegment[] {
    return [...this.#gaps, this.#tail];
  }

  #page(afterSeq: number, maxBytes: number): readonly OutputEvent[] {
    const page: OutputEvent[] = [];
    let budget = maxBytes;
    for (const run of this.#segments) {
      for (const event of run.eventsAfter(afterSeq)) {
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

  /** The newest chunk stays whatever its size. */
  #trimTail(): void {
    const run = this.#tail;
    while (run.chunks > 1 && this.#isOverRetention(run.bytes, run.chunks)) {
      const seq = run.oldest?.seq ?? 0;
      if (this.#acknowledged.has(seq)) {
        this.#dropOldest(run);
      } else if (this.#overflow === 'evict') {
        this.#dropOldest(run);
        // It will never arrive, and is not waited for.
        this.#acknowledged.add({ after: 0, through: seq });
      } else {
        const gap = this.#acknowledged.gaps.find(({ through }) => seq <= through);
        if (gap === undefined || gap.through >= (run.newest?.seq ?? 0)) {
          return;
        }
        this.#gaps.push(run.splitThrough(gap.through));
      }
    }
  }

  #trimGaps(): void {
    let { bytes, chunks } = this.#tail;
    for (const run of [...this.#gaps].reverse()) {
      while (
        run.oldest !== undefined &&
        this.#acknowledged.has(run.oldest.seq) &&
        this.#isOverRetention(bytes + run.bytes, chunks + run.chunks)
      ) {
        this.#dropOldest(run);
      }
      bytes += run.bytes;
      chunks += run.chunks;
    }
    this.#gaps = this.#gaps.filter((run) => run.chunks > 0);
  }

  #isOverRetention(bytes: number, chunks: number): boolean {
    return bytes > this.#retention.bytes || chunks > this.#retention.chunks;
  }

  #dropOldest(run: OutputSegment): void {
    const oldest = run.shift();
    if (oldest === undefined) {
      return;
    }
    this.#droppedBytes += oldest.bytes.length;
    this.#lastDroppedSeq = Math.max(this.#lastDroppedSeq, oldest.seq);
    if (oldest.seq > this.#pinnedThroughSeq) {
      this.#onFree(oldest.bytes);
    }
  }
}
