import { describe, expect, test } from '@jest/globals';
import {
  AcknowledgedRanges,
  type SeqRange,
} from '../../../src/domain/output/acknowledged-ranges.js';

describe('AcknowledgedRanges in order', () => {
  test('merge consecutive ranges into one without gaps', () => {
    expect(acknowledged([0, 3], [3, 4], [4, 9])).toMatchObject({
      contiguousThrough: 9,
      highest: 9,
      gaps: [],
    });
  });

  test('accept overlaps and repetitions', () => {
    expect(acknowledged([0, 5], [2, 7])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(acknowledged([0, 5], [2, 4], [0, 5])).toMatchObject({ contiguousThrough: 5, gaps: [] });
  });

  test('start empty', () => {
    expect(new AcknowledgedRanges()).toMatchObject({ contiguousThrough: 0, highest: 0, gaps: [] });
  });
});

describe('AcknowledgedRanges out of order', () => {
  test('keep a range behind a gap and report the gap', () => {
    const ranges = acknowledged([0, 2], [5, 7]);

    expect(ranges).toMatchObject({
      contiguousThrough: 2,
      highest: 7,
      gaps: [{ after: 2, through: 5 }],
    });
    expect([2, 3, 5, 6, 7, 8].map((seq) => ranges.has(seq))).toEqual([
      true,
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  test('extend a range behind a gap by what follows, precedes or overlaps it', () => {
    const outOfOrder = (...more: Run[]): unknown => {
      const { gaps, highest } = acknowledged([0, 2], [5, 7], ...more);
      return [gaps, highest];
    };

    expect(outOfOrder([7, 9])).toEqual([[{ after: 2, through: 5 }], 9]);
    expect(outOfOrder([4, 5])).toEqual([[{ after: 2, through: 4 }], 7]);
    expect(outOfOrder([6, 8])).toEqual([[{ after: 2, through: 5 }], 8]);
    expect(outOfOrder([4, 9])).toEqual([[{ after: 2, through: 4 }], 9]);
    expect(outOfOrder([5, 6])).toEqual([[{ after: 2, through: 5 }], 7]);
  });

  test('join the ranges when the gap is filled, exactly or with an overlap', () => {
    expect(acknowledged([5, 7], [0, 5])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(acknowledged([5, 7], [0, 6])).toMatchObject({ contiguousThrough: 7, gaps: [] });
    expect(acknowledged([5, 7], [0, 9])).toMatchObject({ contiguousThrough: 9, gaps: [] });
  });

  test('keep the gap while a single number is missing', () => {
    expect(acknowledged([5, 7], [0, 4])).toMatchObject({
      contiguousThrough: 4,
      gaps: [{ after: 4, through: 5 }],
    });
  });

  test('hold several ranges in any order until the gaps between them are filled', () => {
    const runs: readonly Run[] = [
      [9, 10],
      [5, 7],
      [20, 22],
    ];
    expect(acknowledged(...runs)).toMatchObject({
      contiguousThrough: 0,
      highest: 22,
      gaps: [
        { after: 0, through: 5 },
        { after: 7, through: 9 },
        { after: 10, through: 20 },
      ],
    });
    expect(acknowledged(...runs, [6, 21]).gaps).toEqual([{ after: 0, through: 5 }]);
    expect(acknowledged(...runs, [0, 9])).toMatchObject({ contiguousThrough: 10, highest: 22 });
  });
});

test('AcknowledgedRanges ignore an empty range', () => {
  expect(acknowledged([5, 7], [99, 7])).toMatchObject({ contiguousThrough: 0, highest: 7 });
  expect(acknowledged([5, 7], [9, 9])).toMatchObject({ contiguousThrough: 0, highest: 7 });
});

type Run = readonly [after: number, through: number];

const acknowledged = (...runs: readonly Run[]): AcknowledgedRanges => {
  const ranges = new AcknowledgedRanges();
  for (const run of runs) {
    ranges.add(rangeOf(run));
  }
  return ranges;
};

const rangeOf = ([after, through]: Run): SeqRange => ({ after, through });
