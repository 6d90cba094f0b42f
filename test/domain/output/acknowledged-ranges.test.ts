import { describe, expect, test } from '@jest/globals';
import {
  AcknowledgedRanges,
  type SeqRange,
} from '../../../src/domain/output/acknowledged-ranges.js';

describe('what arrives in order', () => {
  test('is one run from the start', () => {
    expect(arrived([0, 3], [3, 4], [4, 9])).toMatchObject({
      contiguousThrough: 9,
      highest: 9,
      gaps: [],
    });
  });

  test('may overlap what has arrived, or repeat it', () => {
    expect(arrived([0, 5], [2, 7])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(arrived([0, 5], [2, 4], [0, 5])).toMatchObject({ contiguousThrough: 5, gaps: [] });
  });

  test('is nothing at first', () => {
    expect(new AcknowledgedRanges()).toMatchObject({ contiguousThrough: 0, highest: 0, gaps: [] });
  });
});

describe('what arrives behind a gap', () => {
  test('is remembered apart', () => {
    const arrivals = arrived([0, 2], [5, 7]);

    expect(arrivals).toMatchObject({
      contiguousThrough: 2,
      highest: 7,
      gaps: [{ after: 2, through: 5 }],
    });
    expect([2, 3, 5, 6, 7, 8].map((seq) => arrivals.has(seq))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('grows with what follows it, precedes it or overlaps it', () => {
    const island = (...more: Run[]): unknown => {
      const { gaps, highest } = arrived([0, 2], [5, 7], ...more);
      return [gaps, highest];
    };

    expect(island([7, 9])).toEqual([[{ after: 2, through: 5 }], 9]);
    expect(island([4, 5])).toEqual([[{ after: 2, through: 4 }], 7]);
    expect(island([6, 8])).toEqual([[{ after: 2, through: 5 }], 8]);
    expect(island([4, 9])).toEqual([[{ after: 2, through: 4 }], 9]);
    expect(island([5, 6])).toEqual([[{ after: 2, through: 5 }], 7]);
  });

  test('is joined when the gap is filled, exactly or with more', () => {
    expect(arrived([5, 7], [0, 5])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(arrived([5, 7], [0, 6])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(arrived([5, 7], [0, 9])).toMatchObject({ contiguousThrough: 9, gaps: [] });
  });

  test('stays apart while a single number is missing', () => {
    expect(arrived([5, 7], [0, 4])).toMatchObject({
      contiguousThrough: 4,
      gaps: [{ after: 4, through: 5 }],
    });
  });

  test('may be many runs, in any order, until what is between them has come', () => {
    const runs: readonly Run[] = [
      [9, 10],
      [5, 7],
      [20, 22],
    ];
    expect(arrived(...runs)).toMatchObject({
      contiguousThrough: 0,
      highest: 22,
      gaps: [
        { after: 0, through: 5 },
        { after: 7, through: 9 },
        { after: 10, through: 20 },
      ],
    });
    expect(arrived(...runs, [6, 21]).gaps).toEqual([{ after: 0, through: 5 }]);
    expect(arrived(...runs, [0, 9])).toMatchObject({ contiguousThrough: 10, highest: 22 });
  });
});

test('a run without any event changes nothing', () => {
  expect(arrived([5, 7], [99, 7])).toMatchObject({ contiguousThrough: 0, highest: 7 });
  expect(arrived([5, 7], [9, 9])).toMatchObject({ contiguousThrough: 0, highest: 7 });
});

type Run = readonly [after: number, through: number];

const arrived = (...runs: readonly Run[]): AcknowledgedRanges => {
  const arrivals = new AcknowledgedRanges();
  for (const run of runs) {
    arrivals.add(rangeOf(run));
  }
  return arrivals;
};

const rangeOf = ([after, through]: Run): SeqRange => ({ after, through });
