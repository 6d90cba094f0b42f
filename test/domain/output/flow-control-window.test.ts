import { describe, expect, test } from '@jest/globals';
import {
  ackThresholdBytes,
  FlowControlWindow,
} from '../../../src/domain/output/flow-control-window.js';
import { OutputLog } from '../../../src/domain/output/output-log.js';
import { CHUNK_OVERHEAD_BYTES, outputChunk, windowFor } from '../../support/output-chunk.js';

/** Every chunk costs 1000 bytes. */
const COST = 1000;

describe('FlowControlWindow', () => {
  test('is full above its high watermark, not at it', () => {
    const { window, write } = windowOf(4);
    write(4);
    expect(window.isFull).toBe(false);

    write(1);
    expect(window.isFull).toBe(true);
  });

  test.each([
    ['attached', 17, 8],
    ['detached', 29, 16],
  ])(
    'has, with its client %s, a window of 32 chunks that is full at %d and reopens at %d',
    (client, full, low) => {
      const log = new OutputLog({ bytes: Number.POSITIVE_INFINITY, chunks: 1 }, 'pause');
      const window = new FlowControlWindow(log, 32 * COST);
      if (client === 'detached') {
        window.detach();
      }
      let seq = 0;
      while (!window.isFull) {
        log.append(outputChunk(++seq, COST - CHUNK_OVERHEAD_BYTES));
      }
      expect(log.unacknowledgedCost()).toBe(full * COST);

      log.acknowledge({ after: 0, through: full - low - 1 });
      expect(window.isFull).toBe(true);
      log.acknowledge({ after: 0, through: full - low });
      expect(window.isFull).toBe(false);
    },
  );

  test('stays full until half of it is acknowledged', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    log.acknowledge({ after: 0, through: 2 });
    expect(window.isFull).toBe(true);

    log.acknowledge({ after: 2, through: 3 });
    expect(window.isFull).toBe(false);
  });

  test('is not full again, once reopened, until its high watermark is passed', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    log.acknowledge({ after: 0, through: 5 });
    expect(window.isFull).toBe(false);

    write(4);
    expect(window.isFull).toBe(false);
  });

  test('returns the same state however often isFull is read', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    expect([window.isFull, window.isFull]).toEqual([true, true]);
    log.acknowledge({ after: 0, through: 3 });

    expect([window.isFull, window.isFull]).toEqual([false, false]);
  });

  test('has room for the outage and no more when its client detaches from a full window', () => {
    const { window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    window.detach();
    expect(window.isFull).toBe(false);
    write(2);
    expect(window.isFull).toBe(false);
    write(1);
    expect(window.isFull).toBe(true);
  });

  test('is never full with infinite size', () => {
    const { window, write } = windowOf(Number.POSITIVE_INFINITY);
    write(1000);

    expect(window.isFull).toBe(false);
  });

  test('does not count output that is acknowledged behind a gap', () => {
    const { log, window, write } = windowOf(4);
    write(7);
    log.acknowledge({ after: 3, through: 5 });
    expect(log.unacknowledgedCost()).toBe(5 * COST);
    log.acknowledge({ after: 5, through: 6 });
    expect(log.unacknowledgedCost()).toBe(4 * COST);

    expect(window.isFull).toBe(false);
  });
});

describe('FlowControlWindow with a client that attaches', () => {
  test('counts only the output written after the attachment', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    log.acknowledge({ after: 0, through: 1 });
    expect(window.isFull).toBe(true);
    window.attach(5);
    expect(window.isFull).toBe(false);

    write(4);
    expect(window.isFull).toBe(false);
    write(1);
    expect(window.isFull).toBe(true);
  });

  test('counts all unacknowledged output again once the client detaches', () => {
    const { window, write } = windowOf(4);
    window.attach(0);
    write(4);
    window.detach();
    window.attach(4);
    write(4);
    expect(window.isFull).toBe(false);
    window.detach();

    expect(window.isFull).toBe(true);
  });

  test('keeps the missed output until it is acknowledged, although newer output was acknowledged first', () => {
    const { log, window, write } = windowOf(4);
    write(4);
    window.attach(4);
    write(4);
    log.acknowledge({ after: 4, through: 8 });
    expect(seqsOf(log)).toEqual([1, 2, 3, 4, 8]);

    log.acknowledge({ after: 0, through: 4 });
    expect(seqsOf(log)).toEqual([8]);
    expect(log.unacknowledgedCost()).toBe(0);
  });

  test('never fills, and keeps the missed output, when the client never acknowledges it', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    window.attach(5);
    for (let seq = 6; seq <= 99; seq += 1) {
      write(1);
      log.acknowledge({ after: seq - 1, through: seq });
      expect(window.isFull).toBe(false);
    }

    expect(seqsOf(log)).toEqual([1, 2, 3, 4, 5, 99]);
    expect(window.hasStaleBacklog).toBe(false);
  });

  test('hasStaleBacklog is true after two full outages, until the backlog is abandoned', () => {
    const { log, window, write } = windowOf(4);
    write(7);
    window.attach(7);
    write(6);
    window.detach();
    expect(window.hasStaleBacklog).toBe(false);
    window.attach(13);
    expect(window.hasStaleBacklog).toBe(true);
    write(1);

    window.abandonBacklog();
    expect(window.hasStaleBacklog).toBe(false);
    expect(seqsOf(log)).toEqual([14]);
    expect(log.unacknowledgedCost()).toBe(COST);
  });

  test('keeps no more than two windows over ten attachments without an acknowledgement', () => {
    const { log, window, write } = windowOf(4);
    for (let round = 0; round < 10; round += 1) {
      window.attach(log.eventsAfter(0).at(-1)?.seq ?? 0);
      for (let chunk = 0; chunk < 5 && !window.isFull; chunk += 1) {
        write(1);
      }
      window.detach();
    }

    expect(log.unacknowledgedCost()).toBeLessThanOrEqual(2 * windowFor(4 * COST) + COST);
  });
});

/** A window of so many chunks, while a client is attached, over a log that retains one. */
const windowOf = (chunks: number) => {
  const log = new OutputLog({ bytes: Number.POSITIVE_INFINITY, chunks: 1 }, 'pause');
  const window = new FlowControlWindow(log, windowFor(chunks * COST));
  let seq = 0;
  const write = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      seq += 1;
      log.append(outputChunk(seq, COST - CHUNK_OVERHEAD_BYTES));
    }
  };
  return { log, window, write };
};

const seqsOf = (log: OutputLog): number[] => log.eventsAfter(0).map(({ seq }) => seq);

test.each([
  [100, 1000, 100],
  [100, 200, 50],
])(
  'ackThresholdBytes of %d in a window of %d is %d: never above the low watermark',
  (interval, size, bytes) => {
    expect(ackThresholdBytes({ ackIntervalBytes: interval, outputWindowBytes: size })).toBe(bytes);
  },
);
