import { describe, expect, jest, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import { processLimits } from '../../support/process-limits.js';

describe('numbering', () => {
  test('is one sequence from 1 for output, exit and closing', () => {
    const process = aProcess();

    expect([
      process.recordOutput('stdout', Buffer.from('a')),
      process.recordOutput('stderr', Buffer.from('b')),
      process.recordExit(3),
      process.recordOutput('stdout', Buffer.from('late')),
      process.recordClosed(),
    ]).toEqual([
      { kind: 'output', processId: 'p', seq: 1, stream: 'stdout', bytes: Buffer.from('a') },
      { kind: 'output', processId: 'p', seq: 2, stream: 'stderr', bytes: Buffer.from('b') },
      { kind: 'exited', processId: 'p', seq: 3, exitCode: 3, sandboxDenied: false },
      { kind: 'output', processId: 'p', seq: 4, stream: 'stdout', bytes: Buffer.from('late') },
      { kind: 'closed', processId: 'p', seq: 5 },
    ]);
  });
});

describe('reading', () => {
  test('a process that has done nothing tells that it runs and where to read on', () => {
    expect(aProcess().read(0)).toEqual({
      processId: 'p',
      afterSeq: 0,
      chunks: [],
      gap: undefined,
      nextSeq: 1,
      exitCode: undefined,
      sandboxDenied: false,
      closed: false,
    });
  });

  test('tells the present state whatever the cursor', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(0);
    expect(process.read(99)).toMatchObject({ chunks: [], nextSeq: 3, exitCode: 0, closed: false });

    process.recordClosed();
    expect(process.read(0, 1)).toMatchObject({ exitCode: 0, closed: true });
  });

  test('without a budget goes on at the next number the process will use', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(7);

    expect(process.read(0)).toMatchObject({ nextSeq: 3, exitCode: 7 });
    expect(process.read(0).chunks).toHaveLength(1);
  });

  test('with a budget goes on behind the last chunk returned', () => {
    const process = aProcess();
    for (const text of ['aa', 'bb', 'cc']) {
      process.recordOutput('stdout', Buffer.from(text));
    }
    process.recordExit(0);

    expect(process.read(0, 4)).toMatchObject({ nextSeq: 3, exitCode: 0 });
    expect(process.read(2, 4)).toMatchObject({ nextSeq: 4 });
  });

  test('with a budget and no chunk goes on at the next number the process will use', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(0);

    expect(process.read(1, 0)).toMatchObject({ chunks: [], nextSeq: 3 });
  });

  test.each([
    ['bytes', { bytes: 2, chunks: 1000 }],
    ['chunks', { bytes: 1000, chunks: 1 }],
  ])('returns what retention has left and tells the gap, with eviction: %s', (_name, output) => {
    const process = new ProcessHandle('p', processLimits({ output, overflow: 'evict' }));
    for (const text of ['aaa', 'bb']) {
      process.recordOutput('stdout', Buffer.from(text));
    }

    expect(process.read(0).chunks.map(({ seq }) => seq)).toEqual([2]);
    expect(process.read(0).gap).toEqual({ firstRetainedSeq: 2, droppedBytes: 3 });
    expect(process.read(1).gap).toBeUndefined();
  });

  test('counts what the reader has as arrived: from then on retention bounds what is kept of it', () => {
    const process = new ProcessHandle('p', processLimits({ output: { bytes: 2, chunks: 1000 } }));
    for (const text of ['aa', 'bb', 'cc']) {
      process.recordOutput('stdout', Buffer.from(text));
    }
    expect(process.read(0).chunks).toHaveLength(3);
    expect(process.read(2, 1).chunks).toHaveLength(1);

    expect(process.read(0)).toMatchObject({
      chunks: [{ seq: 3 }],
      gap: { firstRetainedSeq: 3, droppedBytes: 4 },
    });
  });

  test('from beyond the end takes nothing for arrived that is yet to come', () => {
    const process = new ProcessHandle('p', processLimits({ output: { bytes: 1, chunks: 1000 } }));
    process.recordOutput('stdout', Buffer.from('a'));
    process.read(99);
    for (const text of ['b', 'c']) {
      process.recordOutput('stdout', Buffer.from(text));
    }

    expect(process.read(0).chunks.map(({ seq }) => seq)).toEqual([2, 3]);
  });
});

describe('news', () => {
  test('there is none before the process does anything', () => {
    expect(aProcess().hasEventsAfter(0)).toBe(false);
  });

  test('is output behind the cursor', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));

    expect(process.hasEventsAfter(0)).toBe(true);
    expect(process.hasEventsAfter(1)).toBe(false);
  });

  test('is an exit that the reader does not know of', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(0);

    expect(process.hasEventsAfter(1)).toBe(true);
    expect(process.hasEventsAfter(2)).toBe(false);
  });

  test('is late output behind an exit that the reader knows of', () => {
    const process = aProcess();
    process.recordExit(0);
    process.recordOutput('stdout', Buffer.from('late'));

    expect(process.hasEventsAfter(1)).toBe(true);
    expect(process.hasEventsAfter(2)).toBe(false);
  });

  test('is closing, whatever the cursor', () => {
    const process = aProcess();
    process.recordExit(0);
    process.recordClosed();

    expect(process.hasEventsAfter(0)).toBe(true);
    expect(process.hasEventsAfter(99)).toBe(true);
  });
});

describe('listening', () => {
  test('hears of output, exit and closing once each has been recorded', () => {
    const process = aProcess();
    const heard: number[] = [];
    process.onEvent(() => heard.push(process.read(0).nextSeq));
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(0);
    process.recordClosed();

    expect(heard).toEqual([2, 3, 4]);
    expect(process.read(0).closed).toBe(true);
  });

  test('ends when it is called off, for that listener alone', () => {
    const process = aProcess();
    const first = jest.fn();
    const second = jest.fn();
    const stop = process.onEvent(first);
    process.onEvent(second);
    stop();
    process.recordExit(0);

    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);
  });

  test('may be called off from within: the others still hear', () => {
    const process = aProcess();
    const second = jest.fn();
    const stop = process.onEvent(() => stop());
    process.onEvent(second);
    process.recordExit(0);

    expect(second).toHaveBeenCalledTimes(1);
  });
});

const aProcess = (): ProcessHandle => new ProcessHandle('p', processLimits());
