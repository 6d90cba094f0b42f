import type { SeqRange } from './acknowledged-ranges.js';
import { isPackable, PackedChunks } from './packed-chunks.js';
import type { OutputEvent, ProcessEvent, Release } from './process-event.js';

/** Overhead of an event besides its bytes: bounds the memory of many tiny writes, and of many processes that print nothing. */
const EVENT_OVERHEAD_BYTES = 256;

/** Memory taken by an event of a process. */
export const memoryCost = (event: ProcessEvent): number =>
  costOf(1, event.kind === 'output' ? event.bytes.length : 0);

const costOf = (events: number, bytes: number): number => events * EVENT_OVERHEAD_BYTES + bytes;

/** Chunks with consecutive numbers. */
interface Block {
  readonly firstSeq: number;
  readonly count: number;
  /** Bytes of the first `count` chunks. */
  bytesOf(count: number): number;
  eventAt(index: number): OutputEvent;
  /** Frees the memory of the block. */
  readonly release: Release;
}

/** A chunk that is kept as it is. */
class SingleChunk implements Block {
  readonly count = 1;
  readonly release: Release;
  readonly #event: OutputEvent;

  constructor(event: OutputEvent, release: Release) {
    this.#event = event;
    this.release = release;
  }

  get firstSeq(): number {
    return this.#event.seq;
  }

  bytesOf(count: number): number {
    return count === 0 ? 0 : this.#event.bytes.length;
  }

  eventAt(): OutputEvent {
    return this.#event;
  }
}

/** What is left of a chunk that was dropped. */
interface DroppedChunk {
  readonly seq: number;
  readonly bytes: number;
  readonly release: Release;
}

/** A contiguous part of a process's output, oldest first: appended at the end, dropped from the front. */
export class OutputSegment {
  /** Kept chunks start at `#first`, so that dropping one does not move the others. */
  #blocks: (Block | undefined)[] = [];
  /** Cumulative cost of all output ever, before the block of the same index. */
  #costs: number[] = [];
  #first = 0;
  /** Chunks of the first block that were dropped. */
  #dropped = 0;
  #chunks = 0;
  #bytes = 0;
  #totalCost = 0;

  /** Payload bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get chunks(): number {
    return this.#chunks;
  }

  get oldestSeq(): number | undefined {
    const block = this.#blocks[this.#first];
    return block && block.firstSeq + this.#dropped;
  }

  get newestSeq(): number | undefined {
    const block = this.#blocks.at(-1);
    return block && block.firstSeq + block.count - 1;
  }

  /** Appends an event; its `seq` must be above that of every earlier one. Copies a small chunk without a `release`. */
  push(event: OutputEvent, release: Release): void {
    if (!isPackable(event) || release !== undefined) {
      this.#begin(new SingleChunk(event, release));
    } else {
      this.#pack(event);
    }
    this.#chunks += 1;
    this.#bytes += event.bytes.length;
    this.#totalCost += memoryCost(event);
  }

  /** Drops the oldest event. */
  shift(): DroppedChunk | undefined {
    const block = this.#blocks[this.#first];
    if (block === undefined) {
      return undefined;
    }
    const bytes = block.bytesOf(this.#dropped + 1) - block.bytesOf(this.#dropped);
    const dropped = { seq: block.firstSeq + this.#dropped, bytes, release: block.release };
    this.#chunks -= 1;
    this.#bytes -= bytes;
    this.#dropped += 1;
    if (this.#dropped === block.count) {
      this.#dropBlock();
    }
    return dropped;
  }

  /** Moves all events up to `seq` into a new segment. */
  splitThrough(seq: number): OutputSegment {
    const taken = new OutputSegment();
    for (
      let oldest = this.#oldest;
      oldest !== undefined && oldest.seq <= seq;
      oldest = this.#oldest
    ) {
      taken.push(oldest, this.shift()?.release);
    }
    return taken;
  }

  /** The events with a larger `seq` than `afterSeq`. */
  *eventsAfter(afterSeq: number): Generator<OutputEvent> {
    for (let at = this.#blockAfter(afterSeq); at < this.#blocks.length; at += 1) {
      const block = this.#blocks[at];
      if (block !== undefined) {
        for (let index = this.#countThrough(afterSeq, at); index < block.count; index += 1) {
          yield block.eventAt(index);
        }
      }
    }
  }

  /** Memory taken by the kept events in that range. */
  memoryCost({ after, through }: SeqRange): number {
    return Math.max(0, this.#costThrough(through) - this.#costThrough(after));
  }

  get #oldest(): OutputEvent | undefined {
    return this.#blocks[this.#first]?.eventAt(this.#dropped);
  }

  #pack(event: OutputEvent): void {
    const last = this.#blocks.at(-1);
    if (!(last instanceof PackedChunks && last.add(event))) {
      this.#begin(new PackedChunks(event));
    }
  }

  #begin(block: Block): void {
    const last = this.#blocks.at(-1);
    if (last instanceof PackedChunks) {
      last.close();
    }
    this.#blocks.push(block);
    this.#costs.push(this.#totalCost);
  }

  #dropBlock(): void {
    this.#blocks[this.#first] = undefined;
    this.#first += 1;
    this.#dropped = 0;
    if (this.#first * 2 > this.#blocks.length && this.#first > 64) {
      this.#blocks = this.#blocks.slice(this.#first);
      this.#costs = this.#costs.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Cost of all output ever up to that number, or what was dropped if that is more. */
  #costThrough(seq: number): number {
    const at = this.#blockAfter(seq);
    const block = this.#blocks[at];
    if (block === undefined) {
      return this.#totalCost;
    }
    const count = this.#countThrough(seq, at);
    return (this.#costs[at] ?? 0) + costOf(count, block.bytesOf(count));
  }

  /** How many chunks of a block are dropped or have no larger number. */
  #countThrough(seq: number, at: number): number {
    const dropped = at === this.#first ? this.#dropped : 0;
    return Math.max(dropped, seq + 1 - (this.#blocks[at]?.firstSeq ?? 0));
  }

  /** Index of the first block with a larger number; the number of blocks if there is none. */
  #blockAfter(seq: number): number {
    let low = this.#first;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const block = this.#blocks[middle];
      if (block !== undefined && block.firstSeq + block.count - 1 > seq) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
