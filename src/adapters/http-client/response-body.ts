/** Overhead of a chunk besides its bytes, so that many tiny chunks are bounded too. */
const COST_OF_PART = 128;

/** The source of a body, which pushes chunks until it is paused. */
export interface BodySource {
  resume(): void;
  /** Cancels the request. */
  abort(): void;
}

/** The body of a response, between a source that pushes and a reader that pulls. */
export class ResponseBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  readonly #windowBytes: number;
  #parts: Uint8Array[] = [];
  #cost = 0;
  #end: { readonly error: Error | undefined } | undefined;
  /** Wakes the reader that waits for the next chunk. */
  #wake: () => void = () => undefined;

  /** @param windowBytes buffered bytes above which the source is paused until all are read. */
  constructor(source: BodySource, windowBytes: number) {
    this.#source = source;
    this.#windowBytes = windowBytes;
  }

  /** False: the source must pause until it is resumed. */
  push(part: Uint8Array): boolean {
    this.#parts.push(part);
    this.#cost += part.length + COST_OF_PART;
    this.#wake();
    return this.#cost < this.#windowBytes;
  }

  /** The body is complete, or failed with `error`. */
  finish(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Drops the rest of the body. */
  discard(): void {
    this.#parts = [];
    if (this.#end === undefined) {
      this.#source.abort();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const parts = this.#take();
        yield* parts;
        if (parts.length > 0) {
          continue;
        }
        if (this.#end?.error !== undefined) {
          throw this.#end.error;
        }
        if (this.#end !== undefined) {
          return;
        }
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    } finally {
      this.discard();
    }
  }

  /** Takes the buffered chunks and resumes the source. */
  #take(): Uint8Array[] {
    const parts = this.#parts;
    const wasFull = this.#cost >= this.#windowBytes;
    this.#parts = [];
    this.#cost = 0;
    // Last, since the source may push synchronously, and pause again.
    if (wasFull) {
      this.#source.resume();
    }
    return parts;
  }
}
