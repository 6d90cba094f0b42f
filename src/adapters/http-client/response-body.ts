/** What each part costs besides its bytes: many tiny ones must not add up unseen. */
const COST_OF_PART = 128;

/** The source of a body: its parts come until it is told to pause. */
export interface BodySource {
  resume(): void;
  /** Breaks the exchange off. */
  abort(): void;
}

/** The body of a response, between a source that pushes and a reader that pulls. */
export class ResponseBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  readonly #windowBytes: number;
  #parts: Uint8Array[] = [];
  #cost = 0;
  #end: { readonly error: Error | undefined } | undefined;
  /** The reader that waits for the next part. */
  #wake: () => void = () => undefined;

  /** @param windowBytes beyond it the source is to pause until all has been read. */
  constructor(source: BodySource, windowBytes: number) {
    this.#source = source;
    this.#windowBytes = windowBytes;
  }

  /** False: the source is to pause until it is resumed. */
  push(part: Uint8Array): boolean {
    this.#parts.push(part);
    this.#cost += part.length + COST_OF_PART;
    this.#wake();
    return this.#cost < this.#windowBytes;
  }

  /** The last part has come, or with an error: none comes any more. */
  finish(error?: Error): void {
    this.#end ??= { error };
    this.#wake();
  }

  /** Nobody reads what is left. */
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

  /** What has come; the source goes on while it is read. */
  #take(): Uint8Array[] {
    const parts = this.#parts;
    const wasFull = this.#cost >= this.#windowBytes;
    this.#parts = [];
    this.#cost = 0;
    // Last, since the source may push at once, and pause again.
    if (wasFull) {
      this.#source.resume();
    }
    return parts;
  }
}
