import type { OutputLog } from './output-log.js';

/**
 * After a resume, holds the new output of a process back until the client has read and acknowledged what it
 * missed. A client puts both in order, and bounds what it takes out of order: the Codex CLI ends a command above
 * 1 MiB or 256 events.
 */
export class ResumeHold {
  readonly #log: OutputLog;
  /** The last missed event; 0: nothing is held. */
  #missedThroughSeq = 0;
  /** The last event that a read has returned since the resume. */
  #readThroughSeq = 0;

  constructor(log: OutputLog) {
    this.#log = log;
  }

  /** Whether new output is held: the process must be paused. */
  get isActive(): boolean {
    return this.#log.acknowledgedThrough < this.#missedThroughSeq;
  }

  /** Whether the client has yet to acknowledge what it has read. */
  get awaitsAck(): boolean {
    return this.isActive && this.#log.acknowledgedThrough < this.#readThroughSeq;
  }

  /** Grows whenever missed events are read or acknowledged. */
  get progress(): number {
    const { acknowledgedThrough } = this.#log;
    const upToMissed = (seq: number): number => Math.min(seq, this.#missedThroughSeq);
    return upToMissed(acknowledgedThrough) + upToMissed(this.#readThroughSeq);
  }

  /** A client attaches; `seq` is the last event so far. */
  begin(seq: number): void {
    this.#missedThroughSeq = seq;
    this.#readThroughSeq = 0;
  }

  /** A read returned the events up to this number. */
  recordRead(throughSeq: number): void {
    this.#readThroughSeq = Math.max(this.#readThroughSeq, throughSeq);
  }

  /** The client detaches, or does not read what it missed. */
  end(): void {
    this.#missedThroughSeq = 0;
  }
}
