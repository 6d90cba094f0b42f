import { describe, expect, test } from '@jest/globals';
import { EventSequence, type LostRange } from '../../../src/client/following/event-sequence.js';
import type { ProcessEvent } from '../../../src/client/following/process-event.js';
import type { ProcessReadResult } from '../../../src/protocol/process.js';
import { readPage } from '../read-page.js';

const output = (seq: number): ProcessEvent => ({
  kind: 'output',
  seq,
  stream: 'stdout',
  bytes: Buffer.from(`${seq}`),
});
const exited = (seq: number): ProcessEvent => ({
  kind: 'exited',
  seq,
  exit: { exitCode: 3, signal: undefined, sandboxDenied: false },
});
const page = (seqs: readonly number[], rest: Partial<ProcessReadResult>): ProcessReadResult =>
  readPage({
    chunks: seqs.map((seq) => ({ seq, stream: 'stdout', chunk: btoa(`${seq}`) })),
    ...rest,
  });

const follow = (afterSeq = 0) => {
  const delivered: (string | number)[] = [];
  const lostBytes: (number | undefined)[] = [];
  const lost: LostRange[] = [];
  const sequence = new EventSequence(afterSeq, ({ kind, seq }) =>
    delivered.push(kind === 'output' ? seq : `${kind} ${seq}`),
  );
  return {
    sequence,
    delivered,
    lost,
    lostBytes,
    takePage: (each: ProcessReadResult) =>
      sequence.takePage(each, (range) => {
        lost.push(range);
        lostBytes.push(sequence.countLost(each));
        delivered.push('lost');
      }),
  };
};

describe('Event sequence', () => {
  test('delivers events in order and once, however they come', () => {
    const { sequence, delivered } = follow();
    for (const seq of [2, 1, 1, 4, 2, 3, 5]) {
      sequence.take(output(seq));
    }
    expect(delivered).toEqual([1, 2, 3, 4, 5]);
    expect(sequence.hasGap).toBe(false);
  });

  test('fills a gap from a page, and places the end that the page tells of', () => {
    const { sequence, delivered, takePage } = follow();
    sequence.take(output(1));
    sequence.take(output(4));
    takePage(page([2, 3, 4], { nextSeq: 7, exited: true, exitCode: 3, closed: true }));
    expect(delivered).toEqual([1, 2, 3, 4, 'exited 5', 'closed 6']);
  });

  test('takes an exit that came before the page that has what was printed before it', () => {
    const { sequence, delivered, takePage, lost } = follow(1);
    sequence.take(exited(3));
    takePage(page([2], { nextSeq: 4, exited: true, exitCode: 3 }));
    expect(delivered).toEqual([2, 'exited 3']);
    expect(lost).toEqual([]);
  });

  test('does not place the end by a page that was cut short', () => {
    const { delivered, takePage, lost } = follow();
    takePage(page([1, 2], { nextSeq: 3, exited: true, exitCode: 3, closed: true }));
    takePage(page([3], { nextSeq: 6, exited: true, exitCode: 3, closed: true }));
    expect(delivered).toEqual([1, 2, 3, 'exited 4', 'closed 5']);
    expect(lost).toEqual([]);
  });

  test('tells what is lost before it delivers what follows', () => {
    const { sequence, delivered, takePage, lost } = follow();
    sequence.take(output(1));
    sequence.take(output(7));
    takePage(page([5], { nextSeq: 9, exited: true, exitCode: 0 }));
    expect(delivered).toEqual([1, 'lost', 5, 7, 'exited 8']);
    expect(lost).toEqual([{ first: 2, last: 6 }]);
    expect(sequence.lastSeq).toBe(8);
  });

  test('does not count as lost what came as a notification before the page', () => {
    const { sequence, lostBytes, takePage } = follow();
    sequence.take(output(1));
    sequence.take(output(3));
    // Each has one byte: the server has dropped the first three, of which the second is missing.
    takePage(page([4], { nextSeq: 5, firstRetainedSeq: 4, droppedBytes: 3 }));
    takePage(page([7], { nextSeq: 8, firstRetainedSeq: 7, droppedBytes: 6 }));
    expect(lostBytes).toEqual([1, 2]);
  });

  test('counts what is lost from the first loss on that it knows all before of', () => {
    const { lostBytes, takePage } = follow(5);
    takePage(page([8], { nextSeq: 9, firstRetainedSeq: 8, droppedBytes: 700 }));
    takePage(page([10], { nextSeq: 11, firstRetainedSeq: 10, droppedBytes: 711 }));
    expect(lostBytes).toEqual([undefined, 10]);
  });

  test('takes no lost output for the exit, which comes behind a page that was cut short', () => {
    const { delivered, takePage, lost } = follow(1);
    takePage(page([5], { nextSeq: 6, exited: true, exitCode: 3, droppedBytes: 9 }));
    expect(lost).toEqual([{ first: 2, last: 4 }]);
    takePage(page([6], { nextSeq: 9, exited: true, exitCode: 3, closed: true }));
    expect(delivered).toEqual(['lost', 5, 6, 'exited 7', 'closed 8']);
  });

  test('takes the one number that a page lacks for the exit where nothing was dropped', () => {
    const { delivered, takePage, lost } = follow(1);
    takePage(page([3, 4], { nextSeq: 5, exited: true, exitCode: 3 }));
    expect(delivered).toEqual(['exited 2', 3, 4]);
    expect(lost).toEqual([]);
  });

  test('tells once how a process has ended when it follows from behind the close', () => {
    const { delivered, takePage } = follow(5);
    const end = page([], { nextSeq: 6, exited: true, exitCode: 3, closed: true });
    takePage(end);
    takePage(end);
    expect(delivered).toEqual(['exited 5', 'closed 5']);
  });

  test('tells of the exit before the close when it follows from behind the exit', () => {
    const { delivered, takePage } = follow(5);
    takePage(page([6], { nextSeq: 7, exited: true, exitCode: 3, closed: true }));
    takePage(page([], { nextSeq: 8, exited: true, exitCode: 3, closed: true }));
    expect(delivered).toEqual([6, 'exited 6', 'closed 7']);
  });
});
