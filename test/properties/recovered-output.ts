import type { OutputPage } from '../../src/domain/output/output-log.js';
import type { ProcessEvent } from '../../src/domain/output/process-event.js';

/**
 * What a client that merges live events and reads by number knows of a process. It gives up, by throwing,
 * where the real one does (docs/protocol.md section 5.1).
 */
export class RecoveredOutput {
  readonly #texts = new Map<number, string>();
  readonly #ends = new Map<number, 'exited' | 'closed'>();

  /** All up to this number is known. */
  get through(): number {
    let seq = 0;
    while (this.#knows(seq + 1)) {
      seq += 1;
    }
    return seq;
  }

  /** Every number that is known, in order. */
  get numbers(): readonly number[] {
    return [...this.#texts.keys(), ...this.#ends.keys()].sort((a, b) => a - b);
  }

  get text(): string {
    const inOrder = [...this.#texts].sort(([a], [b]) => a - b);
    return inOrder.map(([, text]) => text).join('');
  }

  takeEvent(event: ProcessEvent): void {
    if (event.kind === 'output') {
      if (event.seq > this.through + 1) {
        throw new Error(`number ${event.seq} came before ${this.through + 1}`);
      }
      this.#takeText(event.seq, event.bytes);
    } else {
      this.#ends.set(event.seq, event.kind);
    }
  }

  takePage(page: OutputPage): void {
    requireHonesty(page);
    for (const { seq, bytes } of page.chunks) {
      this.#takeText(seq, bytes);
    }
    if (page.closed) {
      this.#ends.set(page.nextSeq - 1, 'closed');
    }
    const gaps = [];
    for (let seq = page.afterSeq + 1; seq < page.nextSeq; seq += 1) {
      if (!this.#knows(seq)) {
        gaps.push(seq);
      }
    }
    const [exitSeq, ...more] = gaps;
    if (exitSeq === undefined) {
      return;
    }
    if (more.length > 0 || page.exit === undefined) {
      throw new Error(`no longer retained: ${gaps.join()}`);
    }
    this.#ends.set(exitSeq, 'exited');
  }

  #takeText(seq: number, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    if ((this.#texts.get(seq) ?? text) !== text) {
      throw new Error(`number ${seq} differs`);
    }
    this.#texts.set(seq, text);
  }

  #knows(seq: number): boolean {
    return this.#texts.has(seq) || this.#ends.has(seq);
  }
}

/** Of what lies between its bounds a page has all, but for the two ends, or tells that it has not. */
const requireHonesty = ({ afterSeq, nextSeq, chunks, gap, exit, closed }: OutputPage): void => {
  const absent = Math.max(0, nextSeq - 1 - afterSeq) - chunks.length;
  const ends = (exit === undefined ? 0 : 1) + (closed ? 1 : 0);
  if (gap === undefined && absent > ends) {
    throw new Error(`${absent} are missing without a word`);
  }
};
