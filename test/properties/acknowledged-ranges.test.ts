import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AcknowledgedRanges, type SeqRange } from '../../src/domain/output/acknowledged-ranges.js';
import { propertyRuns } from './property-runs.js';

/** Runs within the first forty numbers, so that gaps open and close often. */
const run = fc
  .tuple(fc.nat(39), fc.integer({ min: 1, max: 12 }))
  .map(([after, length]): SeqRange => ({ after, through: after + length }));
const runs = fc.array(run, { maxLength: 25 });

test('AcknowledgedRanges has exactly the numbers that were added, in order or behind any gaps', () => {
  fc.assert(
    fc.property(runs, (added) => {
      const ranges = new AcknowledgedRanges();
      const arrived = new Set<number>();
      for (const range of added) {
        ranges.add(range);
        for (const seq of numbersOf(range)) {
          arrived.add(seq);
        }
        const { contiguousThrough, highest, gaps } = ranges;

        const all = numbersOf({ after: 0, through: 60 });
        expect(all.filter((seq) => ranges.has(seq))).toEqual(all.filter((seq) => arrived.has(seq)));
        expect(missingOf({ after: 0, through: contiguousThrough }, arrived)).toEqual([]);
        expect(highest).toBe(Math.max(0, ...arrived));
        expect(gaps.flatMap(numbersOf)).toEqual(missingOf({ after: 0, through: highest }, arrived));
      }
    }),
    propertyRuns(200),
  );
});

test('AcknowledgedRanges has all numbers up to a cumulative acknowledgement, whatever came before', () => {
  fc.assert(
    fc.property(runs, fc.nat(60), (added, has) => {
      const ranges = new AcknowledgedRanges();
      for (const range of added) {
        ranges.add(range);
      }
      ranges.add({ after: 0, through: has });

      expect(ranges.contiguousThrough).toBeGreaterThanOrEqual(has);
    }),
    propertyRuns(100),
  );
});

const numbersOf = ({ after, through }: SeqRange): number[] =>
  Array.from({ length: through - after }, (_, index) => after + 1 + index);

const missingOf = (range: SeqRange, arrived: ReadonlySet<number>): number[] =>
  numbersOf(range).filter((seq) => !arrived.has(seq));
