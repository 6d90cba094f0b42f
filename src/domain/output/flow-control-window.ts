import type { OutputLog } from './output-log.js';

/** At which parts of the window a process is paused, and goes on. */
interface Watermarks {
  readonly high: number;
  readonly low: number;
}

/** Not all of it: what is under way when the process is paused has its place in the window. */
const DETACHED: Watermarks = { high: 7 / 8, low: 1 / 2 };
/**
 * The part of the window at which a process goes on for a client that is attached. Arrival must be asked for no later
 * (`JsonRpcChannel`): of less than that nobody would ever hear.
 */
export const ATTACHED_LOW_WATERMARK = 1 / 4;
/**
 * While a client is attached the rest is for an outage, which then does not stop the process at once; and more on the
 * way would only be colder by the time it is there.
 */
const ATTACHED: Watermarks = { high: 1 / 2, low: ATTACHED_LOW_WATERMARK };
/**
 * A client that was cut off once has missed one window at most. Beyond so many, another cut or
 * two would stop the process for as long as the client does not read.
 */
const MAX_BACKLOG_WINDOWS = 1.5;

/**
 * How far a process may be ahead of its client: before `bytes` of output have not arrived, it is paused
 * until enough has. So nothing is dropped, and memory is bounded.
 */
export class FlowControlWindow {
  readonly #log: OutputLog;
  readonly #bytes: number;
  /**
   * What was written before the client attached counts only until it is there: a client that never asks
   * for what it missed must not find its process paused for ever.
   */
  #attachedAfterSeq = 0;
  #isAttached = true;
  #isFull = false;

  /** @param bytes the window; infinite: a process is never paused on its account. */
  constructor(log: OutputLog, bytes: number) {
    this.#log = log;
    this.#bytes = bytes;
  }

  /** Whether a client is attached. */
  get isAttached(): boolean {
    return this.#isAttached;
  }

  /** Whether the process must be paused now. */
  get isFull(): boolean {
    const ahead = this.#log.unacknowledgedCost(this.#attachedAfterSeq);
    const { high, low } = this.#isAttached ? ATTACHED : DETACHED;
    this.#isFull = ahead > this.#bytes * (this.#isFull ? low : high);
    // Several attachments may end before anything arrives: each would add another window.
    return this.#isFull || this.#log.unacknowledgedCost() > 2 * this.#bytes;
  }

  /** Whether the client, since it attached, has left more unread of what it had missed than one cut explains. */
  get hasStaleBacklog(): boolean {
    const missed =
      this.#log.unacknowledgedCost() - this.#log.unacknowledgedCost(this.#attachedAfterSeq);
    return missed > MAX_BACKLOG_WINDOWS * this.#bytes;
  }

  /** A client attaches, when events up to `seq` have been. */
  attach(seq: number): void {
    this.#attachedAfterSeq = seq;
    this.#isAttached = true;
    this.#isFull = false;
  }

  detach(): void {
    this.#attachedAfterSeq = 0;
    this.#isAttached = false;
    this.#isFull = false;
  }

  /** The client goes on without what it had missed when it attached. */
  abandonBacklog(): void {
    this.#log.acknowledge({ after: 0, through: this.#attachedAfterSeq });
  }
}
