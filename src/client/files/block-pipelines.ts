import { MAX_BLOCK_BYTES, type OpenFile } from './open-file.js';

/** Blocks under way at once: enough that neither end waits for the other, few enough to be small in memory. */
const MAX_IN_FLIGHT = 4;

/** The bytes to read: `end` is the offset behind the last. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
  /** At most 1 MiB. */
  readonly blockBytes: number;
}

/** Reads a file in order, several blocks ahead. */
export class BlockReader {
  readonly #file: OpenFile;
  readonly #range: ByteRange;
  readonly #ahead: Promise<{ bytes: Buffer; atEnd: boolean }>[] = [];
  #offset: number;
  /** Doubles with each full block, so that a small file costs one request. */
  #inFlight = 1;
  #ended = false;

  constructor(file: OpenFile, range: ByteRange) {
    this.#file = file;
    this.#range = range;
    this.#offset = range.start;
  }

  /** The next bytes; undefined at the end. One call at a time. */
  async next(): Promise<Buffer | undefined> {
    if (this.#ended) {
      return undefined;
    }
    this.#request();
    const block = await this.#ahead.shift();
    if (block === undefined || block.atEnd) {
      this.#ended = true;
    }
    this.#inFlight = Math.min(2 * this.#inFlight, MAX_IN_FLIGHT);
    return block === undefined || block.bytes.length === 0 ? undefined : block.bytes;
  }

  #request(): void {
    while (this.#ahead.length < this.#inFlight && this.#offset < this.#range.end) {
      const length = Math.min(this.#range.blockBytes, this.#range.end - this.#offset);
      const block = this.#file.read(this.#offset, length);
      // Reported when its turn comes, which it may never do.
      block.catch(() => undefined);
      this.#ahead.push(block);
      this.#offset += length;
    }
  }
}

/** Writes a file in order, several blocks behind its caller. */
export class BlockWriter {
  readonly #file: OpenFile;
  readonly #underWay: Promise<void>[] = [];
  #offset: number;

  constructor(file: OpenFile, start: number) {
    this.#file = file;
    this.#offset = start;
  }

  /** Resolves when more may be written. @throws the error of an earlier write as well. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += MAX_BLOCK_BYTES) {
      const block = bytes.subarray(at, at + MAX_BLOCK_BYTES);
      const writing = this.#file.write(this.#offset, block);
      writing.catch(() => undefined);
      this.#offset += block.length;
      this.#underWay.push(writing);
      if (this.#underWay.length >= MAX_IN_FLIGHT) {
        await this.#underWay.shift();
      }
    }
  }

  /** Resolves once everything is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#underWay.splice(0));
  }
}
