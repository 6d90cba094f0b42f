import { expect, test } from '@jest/globals';
import { OutputLog, type OverflowPolicy } from '../../../src/domain/output/output-log.js';
import { outputChunk } from '../../support/output-chunk.js';

test.each<OverflowPolicy>(['pause', 'evict'])(
  'OutputLog releases the memory of dropped output (%s)',
  (overflow) => {
    const { log, freed } = watchedLog(overflow);
    log.acknowledge({ after: 0, through: 3 });

    expect(freed).toEqual([1, 2, 3]);
  },
);

test('OutputLog does not release output that a reader was given', () => {
  const { log, freed } = watchedLog('pause');
  expect(log.eventsAfter(1, 5).map(({ seq }) => seq)).toEqual([2]);
  log.acknowledge({ after: 0, through: 4 });

  expect(freed).toEqual([3]);
});

test('OutputLog releases output that was looked at for a gap only', () => {
  const { log, freed } = watchedLog('pause');
  log.acknowledge({ after: 0, through: 1 });
  expect(log.gapAfter(0)?.firstRetainedSeq).toBe(2);
  log.acknowledge({ after: 0, through: 4 });

  expect(freed).toEqual([1, 2, 3]);
});

test('OutputLog releases each chunk once, whether acknowledged in order or behind a gap', () => {
  const { log, freed } = watchedLog('pause');
  log.acknowledge({ after: 2, through: 4 });
  log.acknowledge({ after: 0, through: 4 });
  log.acknowledge({ after: 0, through: 4 });

  expect(freed.toSorted()).toEqual([1, 2, 3]);
});

/** A log of four chunks that retains the last alone, and the numbers of those whose memory is free. */
const watchedLog = (overflow: OverflowPolicy): { log: OutputLog; freed: number[] } => {
  const freed: number[] = [];
  const log = new OutputLog({ bytes: 5, chunks: 3 }, overflow);
  for (const seq of [1, 2, 3, 4]) {
    log.append(outputChunk(seq, 5), () => freed.push(seq));
  }
  return { log, freed };
};
