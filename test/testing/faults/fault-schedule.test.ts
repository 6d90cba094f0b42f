import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FAULT_KINDS } from '../../../src/testing/faults/fault.js';
import { faultSchedule, type ScheduleShape } from '../../../src/testing/faults/fault-schedule.js';
import { propertyRuns } from '../../properties/property-runs.js';

const SHAPE: ScheduleShape = {
  faults: 200,
  maxBytesBetween: 1000,
  maxMsBetween: 100,
  maxFaultMs: 150,
  kinds: FAULT_KINDS,
};

test('faultSchedule gives the same faults for the same seed only', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), (seed, other) => {
      fc.pre(seed !== other);
      expect(faultSchedule(seed, SHAPE)).toEqual(faultSchedule(seed, SHAPE));
      expect(faultSchedule(seed, SHAPE)).not.toEqual(faultSchedule(other, SHAPE));
    }),
    propertyRuns(20),
  );
});

test('faultSchedule contains every requested kind within its limits', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const schedule = faultSchedule(seed, SHAPE);
      expect(new Set(schedule.map(({ fault }) => fault.kind))).toEqual(new Set(FAULT_KINDS));
      for (const { after, fault } of schedule) {
        if ('bytes' in after) {
          expect(after.bytes).toBeLessThan(SHAPE.maxBytesBetween);
        } else {
          expect(after.ms).toBeLessThanOrEqual(SHAPE.maxMsBetween);
        }
        if ('forMs' in fault) {
          expect(fault.forMs).toBeLessThanOrEqual(SHAPE.maxFaultMs);
        }
      }
      const short = faultSchedule(seed, { ...SHAPE, kinds: ['reset'], faults: 5 });
      expect(short.map(({ fault }) => fault.kind)).toEqual(Array(5).fill('reset'));
    }),
    propertyRuns(20),
  );
});
