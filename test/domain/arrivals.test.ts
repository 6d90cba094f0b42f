import { describe, expect, test } from '@jest/globals';
import { Arrivals, type SeqRange } from '../../src/domain/arrivals.js';

describe('what arrives in order', () => {
  test('is one run from the start', () => {
    expect(arrived([0, 3], [3, 4], [4, 9])).toMatchObject({ through: 9, island: undefined });
  });

  test('may overlap what has arrived, or repeat it', () => {
    expect(arrived([0, 5], [2, 7])).toMatchObject({ through: 7, island: undefined });
    expect(arrived([0, 5], [2, 4], [0, 5])).toMatchObject({ through: 5, island: undefined });
  });

  test('is nothing at first', () => {
    expect(new Arrivals()).toMatchObject({ through: 0, island: undefined });
  });
});

describe('what arrives behind a gap', () => {
  test('is remembered apart', () => {
    expect(arrived([0, 2], [5, 7])).toMatchObject({
      through: 2,
      island: { after: 5, through: 7 },
    });
  });

  test('grows with what follows it, precedes it or overlaps it', () => {
    const island = (...more: Run[]): unknown => arrived([0, 2], [5, 7], ...more).island;

    expect(island([7, 9])).toEqual({ after: 5, through: 9 });
    expect(island([4, 5])).toEqual({ after: 4, through: 7 });
    expect(island([6, 8])).toEqual({ after: 5, through: 8 });
    expect(island([4, 9])).toEqual({ after: 4, through: 9 });
    expect(island([5, 6])).toEqual({ after: 5, through: 7 });
  });

  test('is joined when the gap is filled, exactly or with more', () => {
    expect(arrived([5, 7], [0, 5])).toMatchObject({ through: 7, island: undefined });
    expect(arrived([5, 7], [0, 6])).toMatchObject({ through: 7, island: undefined });
    expect(arrived([5, 7], [0, 9])).toMatchObject({ through: 9, island: undefined });
  });

  test('stays apart while a single number is missing', () => {
    expect(arrived([5, 7], [0, 4])).toMatchObject({
      through: 4,
      island: { after: 5, through: 7 },
    });
  });

  test('gives way to a newer run behind another gap', () => {
    expect(arrived([5, 7], [9, 10])).toMatchObject({
      through: 0,
      island: { after: 9, through: 10 },
    });
  });
});

describe('giving a gap up', () => {
  test('takes all up to the end of the island for arrived', () => {
    const arrivals = arrived([0, 2], [5, 7]);
    arrivals.skipGap();
    expect(arrivals).toMatchObject({ through: 7, island: undefined });

    arrivals.add({ after: 7, through: 8 });
    expect(arrivals.through).toBe(8);
  });

  test('changes nothing where there is none', () => {
    const arrivals = arrived([0, 2]);
    arrivals.skipGap();

    expect(arrivals).toMatchObject({ through: 2, island: undefined });
  });
});

test('a run without any event does not take the place of what has arrived behind a gap', () => {
  expect(arrived([5, 7], [99, 7]).island).toEqual({ after: 5, through: 7 });
  expect(arrived([5, 7], [9, 9]).island).toEqual({ after: 5, through: 7 });
});

type Run = readonly [after: number, through: number];

const arrived = (...runs: readonly Run[]): Arrivals => {
  const arrivals = new Arrivals();
  for (const run of runs) arrivals.add(rangeOf(run));
  return arrivals;
};

const rangeOf = ([after, through]: Run): SeqRange => ({ after, through });
