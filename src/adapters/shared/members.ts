/**
 * What comes and goes often, such as connections. A `Set` or a `Map` copies its table every few changes, and V8 frees the former one,
 * with all that is reached from it, only when it collects the whole heap, however short its members live.
 */
export class Members<T> implements Iterable<T> {
  readonly #slots: (T | undefined)[] = [];
  readonly #free: number[] = [];

  get size(): number {
    return this.#slots.length - this.#free.length;
  }

  /** Returns the function that removes it. */
  add(member: T): () => void {
    const slot = this.#free.pop() ?? this.#slots.length;
    this.#slots[slot] = member;
    let isIn = true;
    return () => {
      if (isIn) {
        isIn = false;
        this.#slots[slot] = undefined;
        this.#free.push(slot);
      }
    };
  }

  /** In any order; may be changed meanwhile. */
  *[Symbol.iterator](): Generator<T, undefined> {
    for (const member of this.#slots) {
      if (member !== undefined) {
        yield member;
      }
    }
  }
}
