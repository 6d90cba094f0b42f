import { describe, expect, test } from '@jest/globals';
import { OutputLog } from '../../src/domain/output-log.js';
import { OutputWindow } from '../../src/domain/output-window.js';
import { CHUNK_OVERHEAD_BYTES, outputChunk } from '../fakes/output-chunk.js';

/** Every chunk costs 1000 bytes. */
const COST = 1000;

describe('a window', () => {
  test('is full above its size, not at it', () => {
    const { window, write } = windowOf(4);
    write(4);
    expect(window.isFull).toBe(false);

    write(1);
    expect(window.isFull).toBe(true);
  });

  test('that was full is so until half of it is free', () => {
    const { window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    window.arrived({ after: 0, through: 2 });
    expect(window.isFull).toBe(true);

    window.arrived({ after: 2, through: 3 });
    expect(window.isFull).toBe(false);
  });

  test('that was not full is not because more than half of it is taken', () => {
    const { window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    window.arrived({ after: 0, through: 5 });
    expect(window.isFull).toBe(false);

    write(4);
    expect(window.isFull).toBe(false);
  });

  test('says the same however often it is asked', () => {
    const { window, write } = windowOf(4);
    write(5);
    expect([window.isFull, window.isFull]).toEqual([true, true]);
    window.arrived({ after: 0, through: 3 });

    expect([window.isFull, window.isFull]).toEqual([false, false]);
  });

  test('without end is never full', () => {
    const { window, write } = windowOf(Number.POSITIVE_INFINITY);
    write(1000);

    expect(window.isFull).toBe(false);
  });

  test('does not count what has arrived behind a gap', () => {
    const { window, write } = windowOf(4);
    write(7);
    window.arrived({ after: 3, through: 5 });
    expect(window.unarrivedBytes).toBe(5 * COST);
    window.arrived({ after: 5, through: 6 });
    expect(window.unarrivedBytes).toBe(4 * COST);

    expect(window.isFull).toBe(false);
  });
});

describe('a client that attaches', () => {
  test('is behind only by what comes from then on', () => {
    const { window, write } = windowOf(4);
    write(5);
    expect(window.isFull).toBe(true);
    window.arrived({ after: 0, through: 1 });
    expect(window.isFull).toBe(true);
    window.attach(5);
    expect(window.isFull).toBe(false);

    write(4);
    expect(window.isFull).toBe(false);
    write(1);
    expect(window.isFull).toBe(true);
  });

  test('and leaves is behind by all that has not arrived', () => {
    const { window, write } = windowOf(4);
    window.attach(0);
    write(3);
    window.detach();
    window.attach(3);
    write(2);
    expect(window.isFull).toBe(false);
    window.detach();

    expect(window.isFull).toBe(true);
  });

  test('gets all it has missed, when it reads it, although new output came first', () => {
    const { log, window, write } = windowOf(4);
    write(4);
    window.attach(4);
    write(4);
    window.arrived({ after: 4, through: 8 });
    expect(seqsOf(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);

    window.arrived({ after: 0, through: 4 });
    expect(seqsOf(log)).toEqual([8]);
    expect(window.unarrivedBytes).toBe(0);
  });

  test('and never reads what it has missed does not stop the process: the gap is given up', () => {
    const { log, window, write } = windowOf(4);
    write(5);
    window.attach(5);
    for (let seq = 6; seq <= 9; seq += 1) {
      write(1);
      window.arrived({ after: seq - 1, through: seq });
      expect(window.isFull).toBe(false);
    }
    expect(seqsOf(log)).toHaveLength(9);

    write(1);
    window.arrived({ after: 9, through: 10 });
    expect(seqsOf(log)).toEqual([10]);
    expect(window.isFull).toBe(false);
    window.detach();
    expect(window.isFull).toBe(false);
  });

  test('again and again, with nothing arriving in between, may not have ever more kept for it', () => {
    const { log, window, write } = windowOf(4);
    for (let round = 0; round < 10; round += 1) {
      window.attach(log.after(0).at(-1)?.seq ?? 0);
      for (let chunk = 0; chunk < 5 && !window.isFull; chunk += 1) write(1);
      window.detach();
    }

    expect(log.costBetween(0)).toBeLessThanOrEqual((2 * 4 + 1) * COST);
  });
});

/** A window of so many chunks over a log that retains one. */
const windowOf = (chunks: number) => {
  const log = new OutputLog({ bytes: Number.POSITIVE_INFINITY, chunks: 1 }, 'pause');
  const window = new OutputWindow(log, chunks * COST);
  let seq = 0;
  const write = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      seq += 1;
      log.append(outputChunk(seq, COST - CHUNK_OVERHEAD_BYTES));
    }
  };
  return { log, window, write };
};

const seqsOf = (log: OutputLog): number[] => log.after(0).map(({ seq }) => seq);
