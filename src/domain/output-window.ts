import { Arrivals, type SeqRange } from './arrivals.js';
import type { OutputLog } from './output-log.js';

/** A paused process goes on when what has not arrived falls to this part of the window. */
const LOW_MARK = 0.5;

/**
 * How far a process may be ahead of its client: beyond `bytes` of output that has not arrived, it is
 * paused until enough of it has. So nothing is dropped, and memory is bounded.
 */
export class OutputWindow {
  readonly #log: OutputLog;
  readonly #bytes: number;
  readonly #arrivals = new Arrivals();
  /**
   * What was written before the client attached counts only until it is there: a client that never asks
   * for what it missed must not find its process paused for ever.
   */
  #attachedAfterSeq = 0;
  #isFull = false;

  /** @param bytes the window; infinite: a process is never paused on its account. */
  constructor(log: OutputLog, bytes: number) {
    this.#log = log;
    this.#bytes = bytes;
  }

  /** Whether the process must be paused now. */
  get isFull(): boolean {
    const ahead = this.#bytesAhead();
    this.#isFull = ahead > this.#bytes * (this.#isFull ? LOW_MARK : 1);
    // Several attachments may end before anything arrives: each would add another window.
    return this.#isFull || this.unarrivedBytes > 2 * this.#bytes;
  }

  /** Memory taken by output that has not arrived. */
  get unarrivedBytes(): number {
    return this.#unarrivedAfter(0);
  }

  /** A client attaches, when events up to `seq` have been. */
  attach(seq: number): void {
    this.#attachedAfterSeq = seq;
  }

  detach(): void {
    this.#attachedAfterSeq = 0;
  }

  /** A run of events has arrived. */
  arrived(range: SeqRange): void {
    this.#arrivals.add(range);
    const { island } = this.#arrivals;
    if (island !== undefined && this.#log.costBetween(island.after, island.through) > this.#bytes) {
      this.#arrivals.skipGap();
    }
    this.#log.acknowledge(this.#arrivals.through);
  }

  #bytesAhead(): number {
    return this.#unarrivedAfter(this.#attachedAfterSeq);
  }

  #unarrivedAfter(seq: number): number {
    const { through, island } = this.#arrivals;
    const after = Math.max(seq, through);
    const ahead = this.#log.costBetween(after);
    if (island === undefined) return ahead;
    return ahead - this.#log.costBetween(Math.max(after, island.after), island.through);
  }
}
