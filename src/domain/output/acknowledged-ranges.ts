/** A range of sequence numbers: those above `after`, up to and including `through`. */
export interface SeqRange {
  readonly after: number;
  readonly through: number;
}

/**
 * The events of a process that its client has acknowledged. After a resume, new events may be acknowledged
 * before the missed ones are read; such out-of-order ranges are kept separately until the gaps before them
 * are filled.
 */
export class AcknowledgedRanges {
  #contiguousThrough = 0;
  /** Sorted, disjoint, and not adjacent to one another or to `#through`. */
  #outOfOrder: SeqRange[] = [];

  /** Every event up to this number is acknowledged. */
  get contiguousThrough(): number {
    return this.#contiguousThrough;
  }

  /** The highest acknowledged event. */
  get highest(): number {
    return this.#outOfOrder.at(-1)?.through ?? this.#contiguousThrough;
  }

  /** The unacknowledged ranges below `highest`, oldest first. */
  get gaps(): readonly SeqRange[] {
    let after = this.#contiguousThrough;
    return this.#outOfOrder.map((range) => {
      const gap = { after, through: range.after };
      after = range.through;
      return gap;
    });
  }

  /** Whether the event is acknowledged. */
  has(seq: number): boolean {
    if (seq <= this.#contiguousThrough) {
      return true;
    }
    return this.#outOfOrder.some(({ after, through }) => seq > after && seq <= through);
  }

  /** Adds a range that was acknowledged or is abandoned. */
  add(range: SeqRange): void {
    let { after, through } = range;
    if (through <= Math.max(this.#contiguousThrough, after)) {
      return;
    }
    const apart: SeqRange[] = [];
    for (const other of this.#outOfOrder) {
      if (other.after > through || other.through < after) {
        apart.push(other);
      } else {
        after = Math.min(after, other.after);
        through = Math.max(through, other.through);
      }
    }
    if (after <= this.#contiguousThrough) {
      this.#contiguousThrough = through;
    } else {
      apart.push({ after, through });
    }
    this.#outOfOrder = apart.sort((one, other) => one.after - other.after);
  }
}
