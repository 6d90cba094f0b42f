import type { OutputLog, OutputPage } from './output-log.js';

/**
 * How fast a client is taken to put in order what it has read, after it has acknowledged it; nothing tells when it has.
 * The Codex CLI takes a tenth of that time, on an idle machine.
 */
const MERGED_BYTES_PER_MS = 16 * 1024;

/**
 * After a resume, holds the new output of a process back until the client has read, acknowledged and merged what
 * it missed. A client that puts both in order bounds what it takes out of order: the Codex CLI ends a command above
 * 1 MiB or 256 events.
 */
export class ResumeHold {
  readonly #log: OutputLog;
  #isActive = false;
  /** The last missed event. */
  #missedThroughSeq = 0;
  /** The last event that a read has returned since the resume. */
  #readThroughSeq = 0;
  #readBytes = 0;

  constructor(log: OutputLog) {
    this.#log = log;
  }

  /** Whether new output is held: the process must be paused. */
  get isActive(): boolean {
    return this.#isActive;
  }

  /** Whether the client has received all that it missed. It may still be merging it, for `mergeMs`. */
  get isAcknowledged(): boolean {
    return this.#log.acknowledgedThrough >= this.#missedThroughSeq;
  }

  get mergeMs(): number {
    return Math.ceil(this.#readBytes / MERGED_BYTES_PER_MS);
  }

  /** Whether the client has begun to read what it missed, and does not have the end of it. */
  get isPartlyRead(): boolean {
    const hasThroughSeq = Math.max(this.#readThroughSeq, this.#log.acknowledgedThrough);
    return this.#readThroughSeq > 0 && hasThroughSeq < this.#missedThroughSeq;
  }

  /** Whether the client has yet to acknowledge what it has read. */
  get awaitsAck(): boolean {
    const { acknowledgedThrough } = this.#log;
    const readThroughSeq = Math.min(this.#readThroughSeq, this.#missedThroughSeq);
    return this.#isActive && acknowledgedThrough < readThroughSeq;
  }

  /** Grows whenever missed events are read or acknowledged. */
  get progress(): number {
    const { acknowledgedThrough } = this.#log;
    const upToMissed = (seq: number): number => Math.min(seq, this.#missedThroughSeq);
    return upToMissed(acknowledgedThrough) + upToMissed(this.#readThroughSeq);
  }

  /** A client attaches; `seq` is the last event so far. */
  begin(seq: number): void {
    this.#isActive = this.#log.acknowledgedThrough < seq;
    this.#missedThroughSeq = seq;
    this.#readThroughSeq = 0;
    this.#readBytes = 0;
  }

  /** The client says by a read that it has everything up to this number. */
  recordPosition(afterSeq: number): void {
    if (afterSeq >= this.#missedThroughSeq) {
      this.end();
    }
  }

  /** A read returned this page. */
  recordPage({ nextSeq, chunks }: Pick<OutputPage, 'nextSeq' | 'chunks'>): void {
    this.#readThroughSeq = Math.max(this.#readThroughSeq, nextSeq - 1);
    this.#readBytes += chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /** Nothing is held any more. */
  end(): void {
    this.#isActive = false;
  }
}
