/** Remembers which writes a process has taken, so that one that is sent again is not written twice. */
export class WriteLedger {
  readonly #capacity: number;
  /** In the order of insertion, which a `Set` keeps: the first is the oldest. */
  readonly #ids = new Set<string>();

  /** @param capacity ids remembered; an older one is forgotten. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(writeId: string): boolean {
    return this.#ids.has(writeId);
  }

  remember(writeId: string): void {
    this.#ids.add(writeId);
    if (this.#ids.size <= this.#capacity) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }
}
