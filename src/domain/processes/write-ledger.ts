/** Input that a client sends, perhaps more than once. */
export interface Write {
  /** Names the write, so that one that is sent again takes effect once. */
  readonly writeId: string;
  readonly bytes: Uint8Array;
  /** Stands for the bytes once they are gone: equal for equal bytes alone. */
  readonly digest: string;
}

/** Remembers which writes a process has taken, so that one that is sent again is not written twice. */
export class WriteLedger {
  readonly #capacity: number;
  /** The content of each write, by id, in the order of insertion: the first is the oldest. */
  readonly #digests = new Map<string, string>();

  /** @param capacity ids remembered; an older one is forgotten. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Whether the write was taken: `same`, or by this id with other bytes: `different`. */
  find(writeId: string, digest: string): 'same' | 'different' | undefined {
    const known = this.#digests.get(writeId);
    if (known === undefined) {
      return undefined;
    }
    return known === digest ? 'same' : 'different';
  }

  clear(): void {
    this.#digests.clear();
  }

  remember(writeId: string, digest: string): void {
    this.#digests.set(writeId, digest);
    if (this.#digests.size <= this.#capacity) {
      return;
    }
    for (const oldest of this.#digests.keys()) {
      this.#digests.delete(oldest);
      return;
    }
  }
}
