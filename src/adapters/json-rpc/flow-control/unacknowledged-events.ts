import type { SeqRange } from '../../../domain/output/acknowledged-ranges.js';

/** Which events were sent since the last look, by process: consecutive ones are one run. */
export class UnacknowledgedEvents {
  #runs = new Map<string, SeqRange[]>();

  /** Takes note of a run that was sent. */
  add(processId: string, range: SeqRange): void {
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

  /** All since the last call. */
  take(): ReadonlyMap<string, readonly SeqRange[]> {
    const runs = this.#runs;
    this.#runs = new Map();
    return runs;
  }
}
