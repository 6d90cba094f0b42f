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

/**
 * Writes a file in order, several blocks behind its caller. What comes while blocks are under way is joined to blocks of
 * 1 MiB.
 */
export class BlockWriter {
  readonly #file: OpenFile;
  readonly #underWay = new Set<Promise<void>>();
  /** Copies: their owner may use its own again. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #offset: number;
  #failure: { readonly error: unknown } | undefined;

  constructor(file: OpenFile, start: number) {
    this.#file = file;
    this.#offset = start;
  }

  /** Resolves when more may be written. @throws the error of an earlier write as well. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(Buffer.from(bytes));
    this.#waitingBytes += bytes.length;
    this.#send();
    while (this.#waitingBytes >= MAX_BLOCK_BYTES) {
      await this.#progress();
    }
    this.#check();
  }

  /** Resolves once everything is written. */
  async flush(): Promise<void> {
    while (this.#underWay.size > 0) {
      await this.#progress();
    }
    this.#check();
  }

  /** Sends whole blocks, and a smaller one only where nothing is under way that it could wait for. */
  #send(): void {
    while (
      this.#underWay.size < MAX_IN_FLIGHT &&
      this.#waitingBytes >= (this.#underWay.size === 0 ? 1 : MAX_BLOCK_BYTES)
    ) {
      this.#sendBlock(this.#takeBlock());
    }
  }

  #takeBlock(): Buffer {
    const [first = Buffer.alloc(0)] = this.#waiting;
    const all = this.#waiting.length === 1 ? first : Buffer.concat(this.#waiting);
    const block = all.subarray(0, MAX_BLOCK_BYTES);
    this.#waiting = block.length < all.length ? [all.subarray(block.length)] : [];
    this.#waitingBytes -= block.length;
    return block;
  }

  #sendBlock(block: Buffer): void {
    const writing = this.#file
      .write(this.#offset, block)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .then(() => {
        this.#underWay.delete(writing);
        if (this.#failure === undefined) {
          this.#send();
        }
      });
    this.#offset += block.length;
    this.#underWay.add(writing);
  }

  /** A block was written. */
  async #progress(): Promise<void> {
    await Promise.race(this.#underWay);
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
  }
}
