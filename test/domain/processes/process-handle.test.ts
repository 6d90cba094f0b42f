import { describe, expect, jest, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import { exitWith } from '../../support/processes/process-exit.js';
import { processLimits } from '../../support/processes/process-limits.js';

describe('ProcessHandle event numbers', () => {
  test('are one sequence from 1 for output, exit and closing', () => {
    const process = aProcess();

    expect([
      process.recordOutput('stdout', Buffer.from('a')),
      process.recordOutput('stderr', Buffer.from('b')),
      process.recordExit(exitWith(3)),
      process.recordOutput('stdout', Buffer.from('late')),
      process.recordClosed(),
    ]).toEqual([
      { kind: 'output', processId: 'p', seq: 1, stream: 'stdout', bytes: Buffer.from('a') },
      { kind: 'output', processId: 'p', seq: 2, stream: 'stderr', bytes: Buffer.from('b') },
      { kind: 'exited', processId: 'p', seq: 3, ...exitWith(3), sandboxDenied: false },
      { kind: 'output', processId: 'p', seq: 4, stream: 'stdout', bytes: Buffer.from('late') },
      { kind: 'closed', processId: 'p', seq: 5 },
    ]);
  });
});

describe('ProcessHandle read', () => {
  test('tells of a silent process that it runs, with nextSeq 1', () => {
    expect(aProcess().read(0)).toEqual({
      processId: 'p',
      afterSeq: 0,
      chunks: [],
      gap: undefined,
      nextSeq: 1,
      awaitsAck: false,
      exit: undefined,
      closed: false,
    });
  });

  test('returns the present state whatever the cursor', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(exitWith(0));
    expect(process.read(99)).toMatchObject({
      chunks: [],
      nextSeq: 3,
      exit: { exitCode: 0 },
      closed: false,
    });

    process.recordClosed();
    expect(process.read(0, 1)).toMatchObject({ exit: { exitCode: 0 }, closed: true });
  });

  test('has, without maxBytes, the next number of the process as nextSeq', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(exitWith(7));

    expect(process.read(0)).toMatchObject({ nextSeq: 3, exit: { exitCode: 7 } });
    expect(process.read(0).chunks).toHaveLength(1);
  });

  test('has, with maxBytes, the number after the last chunk returned as nextSeq', () => {
    const process = aProcess();
    for (const text of ['aa', 'bb', 'cc']) {
      process.recordOutput('stdout', Buffer.from(text));
    }
    process.recordExit(exitWith(0));

    expect(process.read(0, 4)).toMatchObject({ nextSeq: 3, exit: { exitCode: 0 } });
    expect(process.read(2, 4)).toMatchObject({ nextSeq: 4 });
  });

  test('has, with maxBytes and no chunk, the next number of the process as nextSeq', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(exitWith(0));

    expect(process.read(1, 0)).toMatchObject({ chunks: [], nextSeq: 3 });
  });

  test.each([
    ['bytes', { bytes: 2, chunks: 1000 }],
    ['chunks', { bytes: 1000, chunks: 1 }],
  ])('returns the retained chunks and the gap, with eviction by %s', (_name, output) => {
    const process = new ProcessHandle('p', processLimits({ output, overflow: 'evict' }));
    for (const text of ['aaa', 'bb']) {
      process.recordOutput('stdout', Buffer.from(text));
    }

    expect(process.read(0).chunks.map(({ seq }) => seq)).toEqual([2]);
    expect(process.read(0).gap).toEqual({ firstRetainedSeq: 2, droppedBytes: 3 });
    expect(process.read(1).gap).toBeUndefined();
  });

  test('acknowledges what is before its cursor, which retention then limits', () => {
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

  test('acknowledges no later output with a cursor beyond the end', () => {
    const process = new ProcessHandle('p', processLimits({ output: { bytes: 1, chunks: 1000 } }));
    process.recordOutput('stdout', Buffer.from('a'));
    process.read(99);
    for (const text of ['b', 'c']) {
      process.recordOutput('stdout', Buffer.from(text));
    }

    expect(process.read(0).chunks.map(({ seq }) => seq)).toEqual([2, 3]);
  });
});

describe('ProcessHandle hasEventsAfter', () => {
  test('is false before any event', () => {
    expect(aProcess().hasEventsAfter(0)).toBe(false);
  });

  test('is true for output after the cursor', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));

    expect(process.hasEventsAfter(0)).toBe(true);
    expect(process.hasEventsAfter(1)).toBe(false);
  });

  test('is true for an exit that the reader does not know', () => {
    const process = aProcess();
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(exitWith(0));

    expect(process.hasEventsAfter(1)).toBe(true);
    expect(process.hasEventsAfter(2)).toBe(false);
  });

  test('is true for output after a known exit', () => {
    const process = aProcess();
    process.recordExit(exitWith(0));
    process.recordOutput('stdout', Buffer.from('late'));

    expect(process.hasEventsAfter(1)).toBe(true);
    expect(process.hasEventsAfter(2)).toBe(false);
  });

  test('is true for a closed process, whatever the cursor', () => {
    const process = aProcess();
    process.recordExit(exitWith(0));
    process.recordClosed();

    expect(process.hasEventsAfter(0)).toBe(true);
    expect(process.hasEventsAfter(99)).toBe(true);
  });
});

describe('ProcessHandle onEvent', () => {
  test('calls the listener after each output, exit and closing is recorded', () => {
    const process = aProcess();
    const heard: number[] = [];
    process.onEvent(() => heard.push(process.read(0).nextSeq));
    process.recordOutput('stdout', Buffer.from('a'));
    process.recordExit(exitWith(0));
    process.recordClosed();

    expect(heard).toEqual([2, 3, 4]);
    expect(process.read(0).closed).toBe(true);
  });

  test('stops for the one listener that unsubscribes', () => {
    const process = aProcess();
    const first = jest.fn();
    const second = jest.fn();
    const stop = process.onEvent(first);
    process.onEvent(second);
    stop();
    process.recordExit(exitWith(0));

    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);
  });

  test('still calls the others when a listener unsubscribes during the call', () => {
    const process = aProcess();
    const second = jest.fn();
    const stop = process.onEvent(() => stop());
    process.onEvent(second);
    process.recordExit(exitWith(0));

    expect(second).toHaveBeenCalledTimes(1);
  });
});

const aProcess = (): ProcessHandle => new ProcessHandle('p', processLimits());
