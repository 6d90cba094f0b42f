import type { SeqRange } from '../../../domain/output/acknowledged-ranges.js';

/**
 * The ranges of events sent since the last acknowledgement request, by process; consecutive events are
 * merged.
 */
export class UnacknowledgedEvents {
  #ranges = new Map<string, SeqRange[]>();

  /** Adds a range that was sent; an empty one is that of a read behind the newest event. */
  add(processId: string, range: SeqRange): void {
    if (range.through <= range.after) {
      return;
    }
    const ranges = this.#ranges.get(processId);
    const last = ranges?.at(-1);
    if (ranges === undefined) {
      this.#ranges.set(processId, [range]);
    } else if (last?.through === range.after) {
      ranges[ranges.length - 1] = { after: last.after, through: range.through };
    } else {
      ranges.push(range);
    }
  }

  /** Returns and clears the ranges. */
  take(): ReadonlyMap<string, readonly SeqRange[]> {
    const ranges = this.#ranges;
    this.#ranges = new Map();
    return ranges;
  }
}
