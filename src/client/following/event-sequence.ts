import type { ProcessReadResult } from '../../protocol/process.js';
import type { ProcessEvent } from './process-event.js';

/** Numbers of events that the server has dropped. */
export interface LostRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Puts the events of one process in order by their numbers, each once, whether they come as notifications or in pages that are
 * read after a resume (docs/protocol.md section 5.1).
 */
export class EventSequence {
  readonly #deliver: (event: ProcessEvent) => void;
  /** Events that arrived before an event with a lower number. */
  readonly #ahead = new Map<number, ProcessEvent>();
  #lastSeq: number;
  /** Output that was delivered, or counted as lost; undefined: it is not known how much came before `afterSeq`. */
  #countedBytes: number | undefined;
  #hasExit = false;
  #hasClose = false;

  /** @param deliver is called with each event above `afterSeq`, in their order */
  constructor(afterSeq: number, deliver: (event: ProcessEvent) => void) {
    this.#lastSeq = afterSeq;
    this.#countedBytes = afterSeq === 0 ? 0 : undefined;
    this.#deliver = deliver;
  }

  /** Everything up to this number was delivered. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /**
   * How many of the bytes that the server has dropped are missing anew: its count includes what came, and what was missing before.
   * Undefined where that cannot be told.
   */
  countLost({ chunks, droppedBytes, firstRetainedSeq = 0 }: ProcessReadResult): number | undefined {
    if (droppedBytes === undefined) {
      return undefined;
    }
    const kept = new Set(chunks.map(({ seq }) => seq));
    const missing = droppedBytes - this.#bytesAheadBelow(firstRetainedSeq, kept);
    const counted = this.#countedBytes;
    this.#countedBytes = Math.max(missing, counted ?? 0);
    return counted === undefined ? undefined : this.#countedBytes - counted;
  }

  /** Something waits for what is missing before it. */
  get hasGap(): boolean {
    return this.#ahead.size > 0;
  }

  take(event: ProcessEvent): void {
    if (event.seq <= this.#lastSeq || this.#ahead.has(event.seq)) {
      return;
    }
    this.#hasExit ||= event.kind === 'exited';
    this.#hasClose ||= event.kind === 'closed';
    this.#ahead.set(event.seq, event);
    this.#advance();
  }

  /**
   * Takes a page that was read behind `lastSeq`.
   *
   * @param onLost is called before what follows is delivered, when numbers below the end of the page are neither in it nor came
   * as notifications
   */
  takePage(page: ProcessReadResult, onLost: (lost: LostRange) => void): void {
    for (const { seq, stream, chunk } of page.chunks) {
      this.take({ kind: 'output', seq, stream, bytes: Buffer.from(chunk, 'base64') });
    }
    // A page says that the process has ended, without the numbers of these events. One that is cut short ends with its last chunk.
    const isCut = page.nextSeq === (page.chunks.at(-1)?.seq ?? 0) + 1;
    const hasClose = page.closed && !isCut;
    const missing = this.#missingBelow(hasClose ? page.nextSeq - 1 : page.nextSeq);
    if (page.exited && !this.#hasExit) {
      this.#takeExit(page, missing, isCut);
    }
    if (hasClose) {
      this.#takeClose(page.nextSeq - 1);
    }
    const [first] = missing;
    const last = missing.at(-1);
    if (first !== undefined && last !== undefined) {
      onLost({ first, last });
      this.#skip(missing);
    }
  }

  /** Takes the number of the exit out of those that are missing, if it is among them. */
  #takeExit(page: ProcessReadResult, missing: number[], isCut: boolean): void {
    const newest = missing.at(-1);
    if (newest === undefined) {
      if (!isCut) {
        // The number of the exit was counted as lost output, or is at most the `afterSeq` of the follower.
        this.#hasExit = true;
        this.#deliver(exitOf(page, this.#lastSeq));
      }
      return;
    }
    const isLost = missing.length > 1 || page.droppedBytes !== undefined;
    const [chunk] = page.chunks;
    if (!(isCut && isLost && chunk !== undefined && newest < chunk.seq)) {
      missing.pop();
      this.take(exitOf(page, newest));
    }
  }

  #takeClose(seq: number): void {
    if (seq <= this.#lastSeq && !this.#hasClose) {
      // Its number is at most the `afterSeq` of the follower.
      this.#hasClose = true;
      this.#deliver({ kind: 'closed', seq });
    } else {
      this.take({ kind: 'closed', seq });
    }
  }

  #missingBelow(end: number): number[] {
    const missing = [];
    for (let seq = this.#lastSeq + 1; seq < end; seq += 1) {
      if (!this.#ahead.has(seq)) {
        missing.push(seq);
      }
    }
    return missing;
  }

  /** Goes on behind what is lost. */
  #skip(missing: readonly number[]): void {
    for (const seq of missing) {
      this.#advance();
      if (this.#lastSeq === seq - 1) {
        this.#lastSeq = seq;
      }
    }
    this.#advance();
  }

  /** Output that came early, and that the server has dropped. */
  #bytesAheadBelow(end: number, kept: ReadonlySet<number>): number {
    let bytes = 0;
    for (const event of this.#ahead.values()) {
      if (event.kind === 'output' && event.seq < end && !kept.has(event.seq)) {
        bytes += event.bytes.length;
      }
    }
    return bytes;
  }

  #advance(): void {
    for (
      let event = this.#ahead.get(this.#lastSeq + 1);
      event !== undefined;
      event = this.#ahead.get(this.#lastSeq + 1)
    ) {
      this.#ahead.delete(event.seq);
      this.#lastSeq = event.seq;
      if (event.kind === 'output' && this.#countedBytes !== undefined) {
        this.#countedBytes += event.bytes.length;
      }
      this.#deliver(event);
    }
  }
}

const exitOf = (page: ProcessReadResult, seq: number): ProcessEvent => ({
  kind: 'exited',
  seq,
  exit: {
    exitCode: page.exitCode ?? 0,
    signal: page.signal ?? undefined,
    sandboxDenied: page.sandboxDenied,
  },
});
