import type { SeqRange } from '../../../domain/output/acknowledged-ranges.js';

/**
 * The ranges of events sent since the last acknowledgement request, by process; consecutive events are
 * merged.
 */
export class UnacknowledgedEvents {
  #runs = new Map<string, SeqRange[]>();

  /** Adds a range that was sent; an empty one is that of a read behind the newest event. */
  add(processId: string, range: SeqRange): void {
    if (range.through <= range.after) {
      return;
    }
    const runs = this.#runs.get(processId);
    const last = runs?.at(-1);
    if (runs === undefined) {
      this.#runs.set(processId, [range]);
    } else if (last?.through === range.after) {
      runs[runs.length - 1] = { after: last.after, through: range.through };
    } else {
      runs.push(range);
    }
  }

  /** Returns and clears the ranges. */
  take(): ReadonlyMap<string, readonly SeqRange[]> {
    const runs = this.#runs;
    this.#runs = new Map();
    return runs;
  }
}
