import type { ReadPage, WireEvent } from './wire-messages.js';

/** A number that nothing was received for, and nothing will be. */
interface LostEvent {
  readonly kind: 'lost';
  readonly seq: number;
}

/**
 * Puts the events of one process in order by their numbers, whether they come as notifications or in the
 * page that is read after a resume, and notes all that is wrong with them (docs/protocol.md section 5.1).
 */
export class EventSequence {
  readonly #apply: (event: WireEvent) => void;
  /** What came before its turn. */
  readonly #ahead = new Map<number, WireEvent | LostEvent>();
  readonly #notified = new Set<number>();
  readonly #violations: string[] = [];
  #lastSeq = 0;
  #isRecovering = false;
  #hasExited = false;
  #lostNumbers = 0;
  #repeatedBytes = 0;

  /** @param apply is called with each event once, in the order of their numbers. */
  constructor(apply: (event: WireEvent) => void) {
    this.#apply = apply;
  }

  /** The number up to which everything has been applied. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Numbers that were skipped because nothing can come for them any more. */
  get lostNumbers(): number {
    return this.#lostNumbers;
  }

  /** Bytes of output that was announced, or returned, more than once. */
  get repeatedBytes(): number {
    return this.#repeatedBytes;
  }

  /** What no server may do, in words. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  /** The connection is gone: what is announced from now on waits until `merge` has filled the gap. */
  interrupt(): void {
    this.#isRecovering = true;
  }

  /** Takes a notification. */
  announce(event: WireEvent): void {
    if (this.#notified.has(event.seq)) {
      this.#repeat(event, 'was announced twice');
      return;
    }
    this.#notified.add(event.seq);
    this.#take(event);
    if (this.#isRecovering) {
      return;
    }
    this.#advance();
    if (event.kind === 'closed' && event.seq > this.#lastSeq) {
      this.#giveUpBefore(event.seq);
    }
  }

  /** Takes all that there was behind `lastSeq`, as it was read on the new connection. */
  merge(page: ReadPage): void {
    this.#isRecovering = false;
    let newest = this.#lastSeq;
    for (const { seq, stream, chunk } of page.chunks) {
      const event: WireEvent = { kind: 'output', seq, stream, bytes: Buffer.from(chunk, 'base64') };
      if (seq <= newest) {
        this.#repeat(event, `was returned behind ${newest}`);
      } else {
        this.#take(event);
      }
      newest = Math.max(newest, seq);
    }
    if (page.closed) {
      this.#take({ kind: 'closed', seq: page.nextSeq - 1 });
    }
    if (page.exited && page.exitCode !== null) {
      this.#placeExit(page.nextSeq, page.exitCode);
    }
    this.#giveUpBefore(page.nextSeq);
  }

  #take(event: WireEvent): void {
    if (event.seq <= this.#lastSeq) {
      return;
    }
    const known = this.#ahead.get(event.seq);
    if (known === undefined) {
      this.#ahead.set(event.seq, event);
      this.#hasExited ||= event.kind === 'exited';
    } else if (!isSame(known, event)) {
      this.#violations.push(`number ${event.seq} came with two contents`);
    }
  }

  /** A page tells that the process has exited, but not by which number: it is the one that is missing. */
  #placeExit(nextSeq: number, exitCode: number): void {
    if (this.#hasExited) {
      return;
    }
    const seq = this.#missingBefore(nextSeq).at(-1);
    if (seq === undefined) {
      this.#violations.push(`no number is left for the exit (${exitCode})`);
    } else {
      this.#take({ kind: 'exited', seq, exitCode });
    }
  }

  #giveUpBefore(seq: number): void {
    const missing = this.#missingBefore(seq);
    if (missing.length > 0) {
      this.#violations.push(`${missing.length} numbers lost, ${missing[0]} to ${missing.at(-1)}`);
      this.#lostNumbers += missing.length;
      for (const lost of missing) {
        this.#ahead.set(lost, { kind: 'lost', seq: lost });
      }
    }
    this.#advance();
  }

  #missingBefore(end: number): readonly number[] {
    const missing = [];
    for (let seq = this.#lastSeq + 1; seq < end; seq += 1) {
      if (!this.#ahead.has(seq)) {
        missing.push(seq);
      }
    }
    return missing;
  }

  #advance(): void {
    for (
      let event = this.#ahead.get(this.#lastSeq + 1);
      event !== undefined;
      event = this.#ahead.get(this.#lastSeq + 1)
    ) {
      this.#ahead.delete(event.seq);
      this.#lastSeq = event.seq;
      if (event.kind !== 'lost') {
        this.#apply(event);
      }
    }
  }

  #repeat(event: WireEvent, how: string): void {
    this.#violations.push(`number ${event.seq} ${how}`);
    if (event.kind === 'output') {
      this.#repeatedBytes += event.bytes.length;
    }
  }
}

const isSame = (a: WireEvent | LostEvent, b: WireEvent): boolean => {
  if (a.kind === 'output' && b.kind === 'output') {
    return a.stream === b.stream && a.bytes.equals(b.bytes);
  }
  if (a.kind === 'exited' && b.kind === 'exited') {
    return a.exitCode === b.exitCode;
  }
  return a.kind === 'closed' && b.kind === 'closed';
};
