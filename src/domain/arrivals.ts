/** A run of sequence numbers: those above `after`, up to and including `through`. */
export interface SeqRange {
  readonly after: number;
  readonly through: number;
}

/**
 * What of a process's events has arrived at the client. A client that resumes hears new events before it
 * has read those that it missed: what arrives behind such a gap is remembered apart.
 */
export class Arrivals {
  #through = 0;
  #island: SeqRange | undefined;

  /** Every event up to this number has arrived. */
  get through(): number {
    return this.#through;
  }

  /** What has arrived behind a gap. */
  get island(): SeqRange | undefined {
    return this.#island;
  }

  /** Takes note of a run that has arrived. Of several behind a gap the newest counts. */
  add(range: SeqRange): void {
    if (range.through <= Math.max(this.#through, range.after)) return;
    if (range.after <= this.#through) this.#advance(range.through);
    else this.#island = this.#extendIsland(range);
  }

  /** Gives the gap up: the client goes on without it. */
  skipGap(): void {
    if (this.#island !== undefined) this.#advance(this.#island.through);
  }

  #advance(through: number): void {
    this.#through = through;
    const island = this.#island;
    if (island === undefined || island.after > through) return;
    this.#through = Math.max(through, island.through);
    this.#island = undefined;
  }

  #extendIsland(range: SeqRange): SeqRange {
    const island = this.#island;
    const touches =
      island !== undefined && range.after <= island.through && range.through >= island.after;
    if (!touches) return range;
    return {
      after: Math.min(island.after, range.after),
      through: Math.max(island.through, range.through),
    };
  }
}
