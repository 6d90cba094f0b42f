import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Arrivals, type SeqRange } from '../../src/domain/arrivals.js';

/** Runs within the first forty numbers, so that gaps open and close often. */
const run = fc
  .tuple(fc.nat(39), fc.integer({ min: 1, max: 12 }))
  .map(([after, length]): SeqRange => ({ after, through: after + length }));
const runs = fc.array(run, { maxLength: 25 });

test('nothing counts as arrived, in order or behind a gap, that has not', () => {
  fc.assert(
    fc.property(runs, (added) => {
      const arrivals = new Arrivals();
      const arrived = new Set<number>();
      for (const range of added) {
        arrivals.add(range);
        for (const seq of numbersOf(range)) arrived.add(seq);
        const { through, island } = arrivals;

        expect(missingOf({ after: 0, through }, arrived)).toEqual([]);
        if (island === undefined) continue;
        expect(missingOf(island, arrived)).toEqual([]);
        expect(island.through).toBeGreaterThan(island.after);
        expect(island.after).toBeGreaterThan(through);
      }
    }),
    { numRuns: 200 },
  );
});

test('with one gap at most, all that has arrived is known', () => {
  const lengths = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(lengths, lengths, fc.integer({ min: 1, max: 5 }), (before, behind, gap) => {
      const arrivals = new Arrivals();
      const first = addAll(arrivals, 0, before);
      const last = addAll(arrivals, first + gap, behind);
      expect(arrivals).toMatchObject({
        through: first,
        island: { after: first + gap, through: last },
      });

      arrivals.add({ after: first, through: first + gap });
      expect(arrivals).toMatchObject({ through: last, island: undefined });
    }),
    { numRuns: 100 },
  );
});

test('whatever came, all of it counts as arrived once the client says that it has it', () => {
  fc.assert(
    fc.property(runs, fc.nat(60), (added, has) => {
      const arrivals = new Arrivals();
      for (const range of added) arrivals.add(range);
      arrivals.add({ after: 0, through: has });

      expect(arrivals.through).toBeGreaterThanOrEqual(has);
    }),
    { numRuns: 100 },
  );
});

test('a gap that is given up leaves none, and `through` never falls', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(run, fc.constant('skip' as const)), { maxLength: 25 }),
      (steps) => {
        const arrivals = new Arrivals();
        for (const step of steps) {
          const { through, island } = arrivals;
          if (step === 'skip') arrivals.skipGap();
          else arrivals.add(step);

          expect(arrivals.through).toBeGreaterThanOrEqual(through);
          if (step !== 'skip') continue;
          expect(arrivals.through).toBe(island?.through ?? through);
          expect(arrivals.island).toBeUndefined();
        }
      },
    ),
    { numRuns: 100 },
  );
});

const addAll = (arrivals: Arrivals, start: number, lengths: readonly number[]): number => {
  let after = start;
  for (const length of lengths) {
    arrivals.add({ after, through: after + length });
    after += length;
  }
  return after;
};

const numbersOf = ({ after, through }: SeqRange): number[] =>
  Array.from({ length: through - after }, (_, index) => after + 1 + index);

const missingOf = (range: SeqRange, arrived: ReadonlySet<number>): number[] =>
  numbersOf(range).filter((seq) => !arrived.has(seq));
