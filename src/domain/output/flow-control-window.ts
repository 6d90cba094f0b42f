import type { OutputLog } from './output-log.js';

/** The parts of the window at which a process is paused and resumed. */
interface Watermarks {
  readonly high: number;
  readonly low: number;
}

/** Below 1, because output in flight when the process is paused still needs room in the window. */
const DETACHED: Watermarks = { high: 7 / 8, low: 1 / 2 };
/**
 * While a client is attached the upper half is reserved, so that a process does not stop at once when the
 * connection drops. More output in flight would only add latency.
 */
const ATTACHED: Watermarks = { high: 1 / 2, low: 1 / 4 };
/**
 * One disconnection leaves at most one window unread. Above this many windows, one or two more disconnections
 * would pause the process until the client reads.
 */
const MAX_BACKLOG_WINDOWS = 1.5;

/** The settings that decide when a client is asked which output has arrived. */
export interface AckRules {
  readonly ackIntervalBytes: number;
  readonly outputWindowBytes: number;
}

/**
 * The bytes of output after which a client is asked which of them have arrived. At most the low watermark: less
 * output than that may be all that a paused process has sent, and it resumes only when some of it is acknowledged.
 */
export const ackThresholdBytes = ({ ackIntervalBytes, outputWindowBytes }: AckRules): number =>
  Math.min(ackIntervalBytes, outputWindowBytes * ATTACHED.low);

/**
 * Flow control for one process: it is paused when unacknowledged output reaches the high watermark and
 * resumed at the low one, so no output is dropped and memory is bounded.
 */
export class FlowControlWindow {
  readonly #log: OutputLog;
  readonly #bytes: number;
  /**
   * Output up to here, from before the attachment, does not count towards the watermarks: a client that never
   * reads what it missed must not find its process paused for ever.
   */
  #attachedAfterSeq = 0;
  #isAttached = true;
  #isFull = false;

  /** @param bytes the window; `Infinity`: the process is never paused. */
  constructor(log: OutputLog, bytes: number) {
    this.#log = log;
    this.#bytes = bytes;
  }

  /** Whether a client is attached. */
  get isAttached(): boolean {
    return this.#isAttached;
  }

  /** Whether the process must be paused now. Stateful: the watermark depends on the previous result. */
  get isFull(): boolean {
    const ahead = this.#log.unacknowledgedCost(this.#attachedAfterSeq);
    const { high, low } = this.#isAttached ? ATTACHED : DETACHED;
    this.#isFull = ahead > this.#bytes * (this.#isFull ? low : high);
    // Each attachment that ends before an acknowledgement could add another window; two are the limit.
    return this.#isFull || this.#log.unacknowledgedCost() > 2 * this.#bytes;
  }

  /** Whether the unread output from before the attachment exceeds what one disconnection leaves. */
  get hasStaleBacklog(): boolean {
    const missed =
      this.#log.unacknowledgedCost() - this.#log.unacknowledgedCost(this.#attachedAfterSeq);
    return missed > MAX_BACKLOG_WINDOWS * this.#bytes;
  }

  /** A client attaches; `seq` is the last event so far. */
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

  /** Stops waiting for the output from before the current attachment. */
  abandonBacklog(): void {
    this.#log.acknowledge({ after: 0, through: this.#attachedAfterSeq });
  }
}
