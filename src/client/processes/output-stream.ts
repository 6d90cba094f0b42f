import { Readable } from 'node:stream';

const HIGH_WATER_BYTES = 64 * 1024;

/** One output of a process as a Node stream that counts its unread bytes. */
export class OutputStream extends Readable {
  readonly #onTaken: () => void;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #isWanted = false;
  #hasReader = false;
  #isEnded = false;
  #isDiscarding = false;

  constructor(onTaken: () => void) {
    super({ highWaterMark: HIGH_WATER_BYTES });
    this.#onTaken = onTaken;
    // The promise of the process rejects with the same error; without a listener the stream would end the program.
    this.on('error', () => undefined);
  }

  /** Bytes that wait to be read. */
  get unreadBytes(): number {
    return this.#queuedBytes;
  }

  /** Something reads it, or has done so. */
  get hasReader(): boolean {
    return this.#hasReader;
  }

  /** Drops all output, present and future, unless the stream has a reader. */
  discardUnread(): void {
    if (this.#hasReader || this.readableFlowing !== null || this.listenerCount('readable') > 0) {
      return;
    }
    this.#isDiscarding = true;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#onTaken();
  }

  append(bytes: Buffer): void {
    if (this.destroyed || this.#isDiscarding) {
      return;
    }
    if (this.#isWanted) {
      this.#isWanted = this.push(bytes);
      return;
    }
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
  }

  /** No more comes. */
  finish(): void {
    this.#isEnded = true;
    if (this.#queue.length === 0 && !this.destroyed) {
      this.push(null);
    }
  }

  override _read(): void {
    this.#hasReader = true;
    this.#isWanted = true;
    if (this.#queue.length === 0) {
      return;
    }
    let taken = 0;
    while (this.#isWanted && taken < this.#queue.length) {
      const bytes = this.#queue[taken] as Buffer;
      taken += 1;
      this.#queuedBytes -= bytes.length;
      this.#isWanted = this.push(bytes);
    }
    this.#queue = this.#queue.slice(taken);
    if (this.#isEnded && this.#queue.length === 0) {
      this.push(null);
    }
    this.#onTaken();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#onTaken();
    done(error);
  }
}
