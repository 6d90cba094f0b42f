import { describe, expect, test } from '@jest/globals';
import { OutputLog, type OverflowPolicy } from '../../../src/domain/output/output-log.js';
import { CHUNK_OVERHEAD_BYTES, outputChunk } from '../../support/output-chunk.js';

describe('without eviction', () => {
  test('output that has not arrived is kept, whatever the retention', () => {
    const log = logOf([5, 5, 5, 5], 'pause');

    expect(seqsOf(log)).toEqual([1, 2, 3, 4]);
    expect(log.bytes).toBe(20);
    expect(log.gapAfter(0)).toBeUndefined();
  });

  test('output that has arrived goes as soon as retention does not cover it', () => {
    const log = logOf([5, 5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 1 });
    expect(seqsOf(log)).toEqual([2, 3, 4]);

    log.acknowledge({ after: 0, through: 4 });
    expect(seqsOf(log)).toEqual([4]);
    expect(log.bytes).toBe(5);
  });

  test('output that has arrived stays while retention covers it, and goes with what comes next', () => {
    const log = logOf([4, 4], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    expect(seqsOf(log)).toEqual([1, 2]);

    log.append(outputChunk(3, 4));
    expect(seqsOf(log)).toEqual([2, 3]);
  });

  test('retention counts chunks too', () => {
    const log = logOf([1, 1, 1, 1], 'pause');
    log.acknowledge({ after: 0, through: 4 });

    expect(seqsOf(log)).toEqual([2, 3, 4]);
  });

  test('an older number takes back nothing', () => {
    const log = logOf([5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    log.acknowledge({ after: 0, through: 1 });
    log.append(outputChunk(4, 5));

    expect(seqsOf(log)).toEqual([3, 4]);
  });

  test('output may count as arrived before it is there', () => {
    const log = logOf([], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    for (const seq of [1, 2, 3]) {
      log.append(outputChunk(seq, 5));
    }

    expect(seqsOf(log)).toEqual([3]);
  });
});

describe('with eviction', () => {
  test('the oldest output goes although it has not arrived', () => {
    expect(seqsOf(logOf([5, 5, 5, 5], 'evict'))).toEqual([4]);
  });

  test('arrival changes nothing', () => {
    const log = logOf([4, 4], 'evict');
    log.acknowledge({ after: 0, through: 2 });

    expect(seqsOf(log)).toEqual([1, 2]);
  });
});

describe('a gap', () => {
  test('is told to a reader who does not have all that was dropped', () => {
    const log = logOf([5, 6, 7], 'evict');

    expect(log.gapAfter(0)).toEqual({ firstRetainedSeq: 3, droppedBytes: 11 });
    expect(log.gapAfter(1)).toEqual({ firstRetainedSeq: 3, droppedBytes: 11 });
  });

  test('is none to a reader who has it', () => {
    const log = logOf([5, 6, 7], 'evict');

    expect(log.gapAfter(2)).toBeUndefined();
    expect(log.gapAfter(99)).toBeUndefined();
    expect(logOf([], 'evict').gapAfter(0)).toBeUndefined();
  });

  test('does not begin with a number that other events have taken', () => {
    const log = logOf([], 'evict');
    for (const seq of [1, 4]) {
      log.append(outputChunk(seq, 8));
    }

    expect(log.gapAfter(0)?.firstRetainedSeq).toBe(4);
    expect(log.gapAfter(1)).toBeUndefined();
  });
});

describe('output that has arrived behind a gap', () => {
  test('goes when retention does not cover it, while the gap stays until it is filled', () => {
    const log = logOf([5, 5, 5, 5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 1 });
    log.acknowledge({ after: 3, through: 6 });
    expect(seqsOf(log)).toEqual([2, 3, 6]);
    expect(log.bytes).toBe(15);

    log.acknowledge({ after: 1, through: 3 });
    expect(seqsOf(log)).toEqual([6]);
  });

  test('goes with what is written later, too', () => {
    const log = logOf([5, 5, 3], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    expect(seqsOf(log)).toEqual([1, 2, 3]);
    for (const seq of [4, 5]) {
      log.append(outputChunk(seq, 5));
      log.acknowledge({ after: 3, through: seq });
    }

    expect(seqsOf(log)).toEqual([1, 2, 5]);
  });

  test('may be behind several gaps, which are filled in any order', () => {
    const log = logOf([5, 5, 5, 5, 5, 5, 5], 'pause');
    log.acknowledge({ after: 1, through: 2 });
    log.acknowledge({ after: 3, through: 4 });
    log.acknowledge({ after: 5, through: 7 });
    expect(seqsOf(log)).toEqual([1, 3, 5, 7]);
    log.acknowledge({ after: 2, through: 3 });
    expect(seqsOf(log)).toEqual([1, 5, 7]);

    log.acknowledge({ after: 0, through: 5 });
    expect(seqsOf(log)).toEqual([7]);
  });

  test('leaves of a filled gap what retention covers', () => {
    const log = logOf([5, 4, 4], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    log.append(outputChunk(4, 4));
    log.acknowledge({ after: 3, through: 4 });
    expect(seqsOf(log)).toEqual([1, 2, 3, 4]);

    log.acknowledge({ after: 0, through: 2 });
    expect(seqsOf(log)).toEqual([3, 4]);
  });

  test('is told to a reader whose page has a hole there', () => {
    const log = logOf([5, 6, 7, 8], 'pause');
    log.acknowledge({ after: 1, through: 4 });

    expect(seqsOf(log)).toEqual([1, 4]);
    expect(log.gapAfter(0)).toEqual({ firstRetainedSeq: 4, droppedBytes: 13 });
    expect(log.gapAfter(3)).toBeUndefined();
    expect(log.eventsAfter(0, 5).map(({ seq }) => seq)).toEqual([1]);
    expect(log.hasAfter(1)).toBe(true);
  });

  test('may be no output at all: then the newest output is still there', () => {
    const log = logOf([5, 5], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    expect(seqsOf(log)).toEqual([1, 2]);
    log.acknowledge({ after: 0, through: 2 });

    expect(seqsOf(log)).toEqual([2]);
  });
});

describe('cost', () => {
  test('is the bytes of the chunks that have not arrived, and something for each chunk', () => {
    const log = logOf([10, 20, 30], 'pause');
    expect(log.unacknowledgedCost()).toBe(costOf(10, 20, 30));
    expect(log.unacknowledgedCost(1)).toBe(costOf(20, 30));
    expect(log.unacknowledgedCost(3)).toBe(0);
    expect(logOf([], 'pause').unacknowledgedCost()).toBe(0);

    log.acknowledge({ after: 0, through: 1 });
    expect(log.unacknowledgedCost()).toBe(costOf(20, 30));
  });

  test('counts what is in gaps, not what has arrived behind them, kept or not', () => {
    const log = logOf([1, 2, 3, 4, 5], 'pause');
    log.acknowledge({ after: 1, through: 2 });
    expect(log.unacknowledgedCost()).toBe(costOf(1, 3, 4, 5));
    log.acknowledge({ after: 3, through: 4 });

    expect(log.unacknowledgedCost()).toBe(costOf(1, 3, 5));
    expect(log.unacknowledgedCost(1)).toBe(costOf(3, 5));
    expect(log.unacknowledgedCost(3)).toBe(costOf(5));
  });

  test('passes over the numbers that other events have taken', () => {
    const log = logOf([], 'pause');
    for (const seq of [2, 5]) {
      log.append(outputChunk(seq, seq));
    }

    expect(log.unacknowledgedCost(1)).toBe(costOf(2, 5));
    expect(log.unacknowledgedCost(3)).toBe(costOf(5));
  });

  test('does not count what is kept no more, over a life of thousands of chunks', () => {
    const log = logOf([], 'pause');
    for (let seq = 1; seq <= 3000; seq += 1) {
      log.append(outputChunk(seq, 3));
      if (seq > 5) {
        log.acknowledge({ after: 0, through: seq - 5 });
      }
    }

    expect(seqsOf(log)).toEqual([2996, 2997, 2998, 2999, 3000]);
    expect(log.unacknowledgedCost()).toBe(costOf(3, 3, 3, 3, 3));
    expect(log.unacknowledgedCost(2999)).toBe(costOf(3));
  });

  test('of what was evicted is nothing', () => {
    expect(logOf([5, 5, 5, 5], 'evict').unacknowledgedCost()).toBe(costOf(5));
  });
});

/** Retention: 9 bytes and 3 chunks. */
const logOf = (sizes: readonly number[], overflow: OverflowPolicy): OutputLog => {
  const log = new OutputLog({ bytes: 9, chunks: 3 }, overflow);
  for (const [index, size] of sizes.entries()) {
    log.append(outputChunk(index + 1, size));
  }
  return log;
};

const seqsOf = (log: OutputLog): number[] => log.eventsAfter(0).map(({ seq }) => seq);

const costOf = (...sizes: readonly number[]): number =>
  sizes.reduce((sum, size) => sum + size + CHUNK_OVERHEAD_BYTES, 0);
