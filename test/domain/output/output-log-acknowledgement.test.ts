import { describe, expect, test } from '@jest/globals';
import { OutputLog, type OverflowPolicy } from '../../../src/domain/output/output-log.js';
import { CHUNK_OVERHEAD_BYTES, outputChunk } from '../../support/output-chunk.js';

describe('OutputLog without eviction', () => {
  test('keeps unacknowledged output beyond its retention', () => {
    const log = logOf([5, 5, 5, 5], 'pause');

    expect(seqsOf(log)).toEqual([1, 2, 3, 4]);
    expect(log.bytes).toBe(20);
    expect(log.gapAfter(0)).toBeUndefined();
  });

  test('drops acknowledged output that its retention does not cover', () => {
    const log = logOf([5, 5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 1 });
    expect(seqsOf(log)).toEqual([2, 3, 4]);

    log.acknowledge({ after: 0, through: 4 });
    expect(seqsOf(log)).toEqual([4]);
    expect(log.bytes).toBe(5);
  });

  test('keeps acknowledged output while its retention covers it, until more is appended', () => {
    const log = logOf([4, 4], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    expect(seqsOf(log)).toEqual([1, 2]);

    log.append(outputChunk(3, 4));
    expect(seqsOf(log)).toEqual([2, 3]);
  });

  test('limits the retained chunks as well as the bytes', () => {
    const log = logOf([1, 1, 1, 1], 'pause');
    log.acknowledge({ after: 0, through: 4 });

    expect(seqsOf(log)).toEqual([2, 3, 4]);
  });

  test('ignores an acknowledgement of a lower number', () => {
    const log = logOf([5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    log.acknowledge({ after: 0, through: 1 });
    log.append(outputChunk(4, 5));

    expect(seqsOf(log)).toEqual([3, 4]);
  });

  test('accepts an acknowledgement of output that is appended later', () => {
    const log = logOf([], 'pause');
    log.acknowledge({ after: 0, through: 2 });
    for (const seq of [1, 2, 3]) {
      log.append(outputChunk(seq, 5));
    }

    expect(seqsOf(log)).toEqual([3]);
  });
});

describe('OutputLog with eviction', () => {
  test('drops the oldest output although it is unacknowledged', () => {
    expect(seqsOf(logOf([5, 5, 5, 5], 'evict'))).toEqual([4]);
  });

  test('drops nothing because of an acknowledgement', () => {
    const log = logOf([4, 4], 'evict');
    log.acknowledge({ after: 0, through: 2 });

    expect(seqsOf(log)).toEqual([1, 2]);
  });
});

describe('OutputLog gapAfter', () => {
  test('reports the dropped bytes to a reader that does not have them all', () => {
    const log = logOf([5, 6, 7], 'evict');

    expect(log.gapAfter(0)).toEqual({ firstRetainedSeq: 3, droppedBytes: 11 });
    expect(log.gapAfter(1)).toEqual({ firstRetainedSeq: 3, droppedBytes: 11 });
  });

  test('reports no gap to a reader that has all that was dropped', () => {
    const log = logOf([5, 6, 7], 'evict');

    expect(log.gapAfter(2)).toBeUndefined();
    expect(log.gapAfter(99)).toBeUndefined();
    expect(logOf([], 'evict').gapAfter(0)).toBeUndefined();
  });

  test('does not start a gap at the number of another event', () => {
    const log = logOf([], 'evict');
    for (const seq of [1, 4]) {
      log.append(outputChunk(seq, 8));
    }

    expect(log.gapAfter(0)?.firstRetainedSeq).toBe(4);
    expect(log.gapAfter(1)).toBeUndefined();
  });
});

describe('OutputLog with output acknowledged behind a gap', () => {
  test('drops it when retention does not cover it, and keeps the unacknowledged gap', () => {
    const log = logOf([5, 5, 5, 5, 5, 5], 'pause');
    log.acknowledge({ after: 0, through: 1 });
    log.acknowledge({ after: 3, through: 6 });
    expect(seqsOf(log)).toEqual([2, 3, 6]);
    expect(log.bytes).toBe(15);

    log.acknowledge({ after: 1, through: 3 });
    expect(seqsOf(log)).toEqual([6]);
  });

  test('drops it as more output is appended and acknowledged', () => {
    const log = logOf([5, 5, 3], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    expect(seqsOf(log)).toEqual([1, 2, 3]);
    for (const seq of [4, 5]) {
      log.append(outputChunk(seq, 5));
      log.acknowledge({ after: 3, through: seq });
    }

    expect(seqsOf(log)).toEqual([1, 2, 5]);
  });

  test('accepts several gaps, filled in any order', () => {
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

  test('keeps of a filled gap what retention covers', () => {
    const log = logOf([5, 4, 4], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    log.append(outputChunk(4, 4));
    log.acknowledge({ after: 3, through: 4 });
    expect(seqsOf(log)).toEqual([1, 2, 3, 4]);

    log.acknowledge({ after: 0, through: 2 });
    expect(seqsOf(log)).toEqual([3, 4]);
  });

  test('reports the gap to a reader whose page has a hole there', () => {
    const log = logOf([5, 6, 7, 8], 'pause');
    log.acknowledge({ after: 1, through: 4 });

    expect(seqsOf(log)).toEqual([1, 4]);
    expect(log.gapAfter(0)).toEqual({ firstRetainedSeq: 4, droppedBytes: 13 });
    expect(log.gapAfter(3)).toBeUndefined();
    expect(log.eventsAfter(0, 5).map(({ seq }) => seq)).toEqual([1]);
    expect(log.hasAfter(1)).toBe(true);
  });

  test('keeps the newest output when the acknowledged range holds no output', () => {
    const log = logOf([5, 5], 'pause');
    log.acknowledge({ after: 2, through: 3 });
    expect(seqsOf(log)).toEqual([1, 2]);
    log.acknowledge({ after: 0, through: 2 });

    expect(seqsOf(log)).toEqual([2]);
  });
});

describe('OutputLog unacknowledgedCost', () => {
  test('is the bytes of the unacknowledged chunks plus a fixed overhead for each', () => {
    const log = logOf([10, 20, 30], 'pause');
    expect(log.unacknowledgedCost()).toBe(costOf(10, 20, 30));
    expect(log.unacknowledgedCost(1)).toBe(costOf(20, 30));
    expect(log.unacknowledgedCost(3)).toBe(0);
    expect(logOf([], 'pause').unacknowledgedCost()).toBe(0);

    log.acknowledge({ after: 0, through: 1 });
    expect(log.unacknowledgedCost()).toBe(costOf(20, 30));
  });

  test('counts output in gaps, not output acknowledged behind them', () => {
    const log = logOf([1, 2, 3, 4, 5], 'pause');
    log.acknowledge({ after: 1, through: 2 });
    expect(log.unacknowledgedCost()).toBe(costOf(1, 3, 4, 5));
    log.acknowledge({ after: 3, through: 4 });

    expect(log.unacknowledgedCost()).toBe(costOf(1, 3, 5));
    expect(log.unacknowledgedCost(1)).toBe(costOf(3, 5));
    expect(log.unacknowledgedCost(3)).toBe(costOf(5));
  });

  test('skips the numbers of other events', () => {
    const log = logOf([], 'pause');
    for (const seq of [2, 5]) {
      log.append(outputChunk(seq, seq));
    }

    expect(log.unacknowledgedCost(1)).toBe(costOf(2, 5));
    expect(log.unacknowledgedCost(3)).toBe(costOf(5));
  });

  test('stays exact over 3000 chunks appended and acknowledged', () => {
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

  test('does not count evicted output', () => {
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
