/** A run of sequence numbers: those above `after`, up to and including `through`. */
export interface SeqRange {
  readonly after: number;
  readonly through: number;
}

/**
 * What of a process's events has arrived at the client. A client that resumes hears new events before it
 * has read those that it missed, and may be cut off again before it has: what arrives behind such gaps is
 * remembered as islands, until the gaps are filled.
 */
export class AcknowledgedRanges {
  #contiguousThrough = 0;
  /** In order, apart from one another and from `#through`. */
  #outOfOrder: SeqRange[] = [];

  /** Every event up to this number has arrived. */
  get contiguousThrough(): number {
    return this.#contiguousThrough;
  }

  /** The newest event that has arrived. */
  get highest(): number {
    return this.#outOfOrder.at(-1)?.through ?? this.#contiguousThrough;
  }

  /** What has not arrived although something behind it has, oldest first. */
  get gaps(): readonly SeqRange[] {
    let after = this.#contiguousThrough;
    return this.#outOfOrder.map((island) => {
      const gap = { after, through: island.after };
      after = island.through;
      return gap;
    });
  }

  /** Whether that event has arrived. */
  has(seq: number): boolean {
    if (seq <= this.#contiguousThrough) {
      return true;
    }
    return this.#outOfOrder.some(({ after, through }) => seq > after && seq <= through);
  }

  /** Takes note of a run that has arrived, or that is given up. */
  add(range: SeqRange): void {
    let { after, through } = range;
    if (through <= Math.max(this.#contiguousThrough, after)) {
      return;
    }
    const apart: SeqRange[] = [];
    for (const island of this.#outOfOrder) {
      if (island.after > through || island.through < after) {
        apart.push(island);
      } else {
        after = Math.min(after, island.after);
        through = Math.max(through, island.through);
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
