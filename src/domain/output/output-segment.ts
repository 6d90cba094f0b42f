import type { SeqRange } from './acknowledged-ranges.js';
import type { OutputEvent, ProcessEvent, Release } from './process-event.js';

/** Overhead of an event besides its bytes: bounds the memory of many tiny writes, and of many processes that print nothing. */
const EVENT_OVERHEAD_BYTES = 256;

/** Memory taken by an event of a process. */
export const memoryCost = (event: ProcessEvent): number =>
  event.kind === 'output' ? event.bytes.length + EVENT_OVERHEAD_BYTES : EVENT_OVERHEAD_BYTES;

/** A contiguous part of a process's output, oldest first: appended at the end, dropped from the front. */
export class OutputSegment {
  /** Kept events start at `#first`, so that dropping one does not move the others. */
  #events: (OutputEvent | undefined)[] = [];
  /** Frees the memory of the event with the same index. */
  #releases: Release[] = [];
  /** Cumulative cost of all output ever, up to and including the event of the same index. */
  #costs: number[] = [];
  #first = 0;
  #bytes = 0;
  #totalCost = 0;

  /** Payload bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get chunks(): number {
    return this.#events.length - this.#first;
  }

  get oldest(): OutputEvent | undefined {
    return this.#events[this.#first];
  }

  /** Frees the memory of the oldest event. */
  get releaseOldest(): Release {
    return this.#releases[this.#first];
  }

  get newest(): OutputEvent | undefined {
    return this.#events.at(-1);
  }

  /** Appends an event; its `seq` must be above that of every earlier one. */
  push(event: OutputEvent, release: Release): void {
    this.#events.push(event);
    this.#releases.push(release);
    this.#totalCost += memoryCost(event);
    this.#costs.push(this.#totalCost);
    this.#bytes += event.bytes.length;
  }

  /** Drops and returns the oldest event. */
  shift(): OutputEvent | undefined {
    const { oldest } = this;
    if (oldest === undefined) {
      return undefined;
    }
    this.#bytes -= oldest.bytes.length;
    this.#events[this.#first] = undefined;
    this.#releases[this.#first] = undefined;
    this.#first += 1;
    if (this.#first * 2 > this.#events.length && this.#first > 64) {
      this.#events = this.#events.slice(this.#first);
      this.#releases = this.#releases.slice(this.#first);
      this.#costs = this.#costs.slice(this.#first);
      this.#first = 0;
    }
    return oldest;
  }

  /** Moves all events up to `seq` into a new segment. */
  splitThrough(seq: number): OutputSegment {
    const taken = new OutputSegment();
    while (this.oldest !== undefined && this.oldest.seq <= seq) {
      const { releaseOldest } = this;
      const event = this.shift();
      if (event !== undefined) {
        taken.push(event, releaseOldest);
      }
    }
    return taken;
  }

  /** The events with a larger `seq` than `afterSeq`. */
  *eventsAfter(afterSeq: number): Generator<OutputEvent> {
    for (let index = this.#indexAfter(afterSeq); index < this.#events.length; index += 1) {
      const event = this.#events[index];
      if (event !== undefined) {
        yield event;
      }
    }
  }

  /** Memory taken by the kept events in that range. */
  memoryCost({ after, through }: SeqRange): number {
    return Math.max(0, this.#costThrough(through) - this.#costThrough(after));
  }

  #costThrough(seq: number): number {
    const { oldest, newest } = this;
    if (oldest === undefined || newest === undefined || newest.seq <= seq) {
      return this.#totalCost;
    }
    const index = this.#indexAfter(seq);
    return index > this.#first
      ? (this.#costs[index - 1] ?? 0)
      : (this.#costs[this.#first] ?? 0) - memoryCost(oldest);
  }

  #indexAfter(afterSeq: number): number {
    let low = this.#first;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.seq ?? 0) > afterSeq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
