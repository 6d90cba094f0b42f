import type { OutputEvent, OutputStream } from './process-event.js';

/** A larger chunk is not worth a copy. */
const MAX_CHUNK_BYTES = 1024;

const MAX_CHUNKS = 256;
const MAX_BYTES = 16 * 1024;
/** What a block begins with; it doubles, since most processes print little. */
const FIRST_CHUNKS = 8;
const FIRST_BYTES = 256;

const STREAMS: readonly OutputStream[] = ['stdout', 'stderr', 'pty'];

/** Whether a chunk is small. */
export const isPackable = ({ bytes }: OutputEvent): boolean => bytes.length <= MAX_CHUNK_BYTES;

/**
 * A block of small chunks with consecutive numbers, which takes 3 bytes for each besides its own. An event and its bytes as objects take 500:
 * a program that prints lines for hours would fill the heap long before its output reaches any limit.
 */
export class PackedChunks {
  readonly firstSeq: number;
  /** Nothing: the garbage collector frees it. */
  readonly release = undefined;
  readonly #processId: string;
  #count = 0;
  /** Where each chunk ends in `#bytes`. */
  #ends = new Uint16Array(FIRST_CHUNKS);
  /** Indexes into `STREAMS`. */
  #streams = new Uint8Array(FIRST_CHUNKS);
  #bytes = new Uint8Array(FIRST_BYTES);

  /** A block with a first chunk. */
  constructor(event: OutputEvent) {
    this.firstSeq = event.seq;
    this.#processId = event.processId;
    this.add(event);
  }

  get count(): number {
    return this.#count;
  }

  /** Bytes of the first `count` chunks. */
  bytesOf(count: number): number {
    return count === 0 ? 0 : (this.#ends[count - 1] ?? 0);
  }

  /** Appends a copy of a chunk, unless the block is full or the number is not the next one. */
  add({ seq, stream, bytes }: OutputEvent): boolean {
    const start = this.bytesOf(this.#count);
    const end = start + bytes.length;
    if (seq !== this.firstSeq + this.#count || this.#count === MAX_CHUNKS || end > MAX_BYTES) {
      return false;
    }
    if (this.#count === this.#ends.length || end > this.#bytes.length) {
      this.#resize(Math.max(this.#ends.length, this.#count * 2), this.#roomFor(end));
    }
    this.#ends[this.#count] = end;
    this.#streams[this.#count] = STREAMS.indexOf(stream);
    this.#bytes.set(bytes, start);
    this.#count += 1;
    return true;
  }

  /** Gives back the memory that is not used. Call it when nothing more is added. */
  close(): void {
    this.#resize(this.#count, this.bytesOf(this.#count));
  }

  eventAt(index: number): OutputEvent {
    return {
      kind: 'output',
      processId: this.#processId,
      seq: this.firstSeq + index,
      stream: STREAMS[this.#streams[index] ?? 0] ?? 'stdout',
      bytes: this.#bytes.subarray(this.bytesOf(index), this.bytesOf(index + 1)),
    };
  }

  #roomFor(bytes: number): number {
    let room = this.#bytes.length;
    while (room < bytes) {
      room *= 2;
    }
    return room;
  }

  /** Former memory stays as it is: readers may hold parts of it. */
  #resize(chunks: number, bytes: number): void {
    const [ends, streams, former] = [this.#ends, this.#streams, this.#bytes];
    this.#ends = new Uint16Array(chunks);
    this.#streams = new Uint8Array(chunks);
    this.#bytes = new Uint8Array(bytes);
    this.#ends.set(ends.subarray(0, chunks));
    this.#streams.set(streams.subarray(0, chunks));
    this.#bytes.set(former.subarray(0, bytes));
  }
}
