import type { ScheduledFault } from './fault.js';
import { type FaultShape, randomFault } from './random-fault.js';
import { SeededRandom } from './seeded-random.js';

/** What a schedule is made of. */
export interface ScheduleShape extends FaultShape {
  readonly faults: number;
  /** Bytes between two faults are fewer than this; small numbers are likelier than large ones. */
  readonly maxBytesBetween: number;
  /** Milliseconds between two faults, where it is time that separates them. */
  readonly maxMsBetween: number;
}

/** Faults one after another, chosen by `seed`: the same seed and shape give the same schedule. */
export const faultSchedule = (seed: number, shape: ScheduleShape): readonly ScheduledFault[] => {
  const random = new SeededRandom(seed);
  return Array.from({ length: shape.faults }, () => ({
    after: moment(random, shape),
    fault: randomFault(random, shape),
  }));
};

const moment = (
  random: SeededRandom,
  { maxBytesBetween, maxMsBetween }: ScheduleShape,
): ScheduledFault['after'] =>
  random.next() < 0.75
    ? { bytes: Math.floor(random.next() ** 3 * maxBytesBetween) }
    : { ms: random.integer(0, maxMsBetween) };
