import { describe, expect, test } from '@jest/globals';
import { OutputMemoryBudget } from '../../../../src/application/use-cases/processes/output-memory-budget.js';
import { ProcessHandle } from '../../../../src/domain/processes/process-handle.js';
import { RecordingControl } from '../../../fakes/recording-control.js';
import { CHUNK_OVERHEAD_BYTES } from '../../../support/output-chunk.js';
import { processLimits } from '../../../support/processes/process-limits.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

/** Every chunk costs 1000 bytes; the cap takes ten of them. */
const COST = 1000;
const TEXT = 'x'.repeat(COST - CHUNK_OVERHEAD_BYTES);

describe('OutputMemoryBudget beyond its limit', () => {
  test('pauses the process with the most unacknowledged output only', () => {
    const { process } = memoryOf(10);
    const [small, large, late] = [process(), process(), process()];
    small.write(3);
    large.write(5);
    late.write(2);
    expect(pausedOf(small, large, late)).toEqual([false, false, false]);

    late.write(1);
    expect(pausedOf(small, large, late)).toEqual([false, true, false]);
  });

  test('pauses the next largest processes until all are paused', () => {
    const { process } = memoryOf(10);
    const [a, b, c] = [process(), process(), process()];
    a.write(5);
    b.write(4);
    c.write(2);
    expect(pausedOf(a, b, c)).toEqual([true, false, false]);
    c.write(1);
    expect(pausedOf(a, b, c)).toEqual([true, true, false]);
    c.write(1);
    expect(pausedOf(a, b, c)).toEqual([true, true, true]);

    c.write(1);
    expect(a.control.calls).toEqual(['pauseOutput']);
  });

  test('asks once for the acknowledgement of each paused process', () => {
    const { process, questions } = memoryOf(10);
    const [a, b] = [process(), process()];
    a.write(6);
    b.write(4);
    expect(questions).toEqual([]);
    b.write(2);
    expect(questions).toEqual([a.handle, b.handle]);
    b.write(1);
    expect(questions).toHaveLength(2);
  });
});

describe('OutputMemoryBudget after a pause', () => {
  test('resumes all processes at nine tenths of the limit', () => {
    const { process } = memoryOf(10);
    const [a, b] = [process(), process()];
    a.write(7);
    b.write(5);
    expect(pausedOf(a, b)).toEqual([true, true]);
    b.handle.acknowledge({ after: 0, through: 2 });
    expect(pausedOf(a, b)).toEqual([true, true]);

    b.handle.acknowledge({ after: 2, through: 3 });
    expect(pausedOf(a, b)).toEqual([false, false]);
  });

  test('resumes a process whose client has acknowledged all of it beside one that is never read', () => {
    const { process } = memoryOf(10);
    const [unread, read] = [process(), process()];
    unread.write(11);
    read.write(2);
    expect(pausedOf(unread, read)).toEqual([true, true]);
    read.handle.acknowledge({ after: 0, through: 1 });
    expect(pausedOf(unread, read)).toEqual([true, true]);

    read.handle.acknowledge({ after: 1, through: 2 });
    expect(pausedOf(unread, read)).toEqual([true, false]);
    read.write(1);
    expect(pausedOf(unread, read)).toEqual([true, true]);
  });

  test('pauses no process that keeps nothing', () => {
    const { process } = memoryOf(10);
    const [unread, idle] = [process(), process()];
    idle.write(1);
    idle.handle.acknowledge({ after: 0, through: 1 });
    unread.write(12);

    expect(pausedOf(unread, idle)).toEqual([true, false]);
  });

  test('asks again for what came behind the first request', () => {
    const { process, questions } = memoryOf(10);
    const a = process();
    a.write(12);
    expect(questions).toEqual([a.handle]);
    a.handle.acknowledge({ after: 0, through: 1 });

    expect(questions).toEqual([a.handle, a.handle]);
  });

  test('pauses a resumed process again', () => {
    const { process } = memoryOf(10);
    const a = process();
    a.write(11);
    a.handle.acknowledge({ after: 0, through: 11 });
    a.write(11);

    expect(a.control.calls).toEqual(['pauseOutput', 'resumeOutput', 'pauseOutput']);
  });

  test('resumes when another process is forgotten', () => {
    const { memory, process } = memoryOf(10);
    const [a, b] = [process(), process()];
    b.write(5);
    a.write(6);
    expect(pausedOf(a, b)).toEqual([true, false]);
    memory.forget(b.handle);

    expect(pausedOf(a)).toEqual([false]);
  });
});

test('OutputMemoryBudget does not count a forgotten process, and forgets it once', () => {
  const { memory, process } = memoryOf(10);
  const [a, b] = [process(), process()];
  a.write(8);
  memory.forget(a.handle);
  memory.forget(a.handle);
  b.write(10);
  expect(b.control.calls).toEqual([]);

  b.write(1);
  expect(b.control.calls).toEqual(['pauseOutput']);
});

test('OutputMemoryBudget does not count acknowledged output that is retained', () => {
  const { process } = memoryOf(10, { bytes: 1_000_000, chunks: 1000 });
  const a = process();
  for (let seq = 1; seq <= 30; seq += 1) {
    a.write(1);
    a.handle.acknowledge({ after: 0, through: seq });
  }

  expect(a.control.isPaused).toBe(false);
});

test('OutputMemoryBudget keeps no more acknowledged output of closed processes than its limit', () => {
  const { memory, process } = memoryOf(10, { bytes: 1_000_000, chunks: 1000 });
  const closed = [6, 4, 4].map((chunks) => {
    const one = process();
    one.write(chunks);
    one.handle.acknowledge({ after: 0, through: chunks });
    return one.handle;
  });
  const kept = () => closed.map(({ output }) => output.eventsAfter(0).length);
  for (const handle of closed.slice(0, 2)) {
    memory.recordClosed(handle);
  }
  expect(kept()).toEqual([6, 4, 4]);
  for (const handle of closed.slice(2)) {
    memory.recordClosed(handle);
  }
  expect(kept()).toEqual([1, 4, 4]);
});

test('OutputMemoryBudget drops no unacknowledged output of closed processes', () => {
  const { memory, process } = memoryOf(10, { bytes: 1_000_000, chunks: 1000 });
  const closed = process();
  closed.write(30);
  closed.handle.acknowledge({ after: 0, through: 10 });
  memory.recordClosed(closed.handle);

  expect(closed.handle.output.eventsAfter(0)[0]?.seq).toBe(11);
  expect(closed.handle.output.eventsAfter(0)).toHaveLength(20);
});

test('the budget pauses the largest process of all sessions and resumes it when another is removed', async () => {
  const harness = new UseCaseHarness({ maxRetainedBytes: 10 * COST });
  const [first, second] = [harness.open(), harness.open()];
  await first.start('large');
  await second.start('small');
  const [large, small] = harness.runner.started;
  for (let chunk = 0; chunk < 6; chunk += 1) {
    large?.output(TEXT);
  }
  for (let chunk = 0; chunk < 5; chunk += 1) {
    small?.output(TEXT);
  }
  expect([large?.isPaused, small?.isPaused]).toEqual([true, false]);

  small?.end();
  harness.clock.advance(80_000);
  expect(large?.isPaused).toBe(false);
});

test('the budget does not count the output of an expired session', async () => {
  const harness = new UseCaseHarness({ maxRetainedBytes: 10 * COST });
  const [gone, other] = [harness.open(), harness.open()];
  await gone.start('closed before');
  await gone.start('closed by the expiry');
  await other.start('p');
  const [before, after, running] = harness.runner.started;
  gone.drop();
  for (let chunk = 0; chunk < 5; chunk += 1) {
    before?.output(TEXT);
  }
  for (let chunk = 0; chunk < 5; chunk += 1) {
    after?.output(TEXT);
  }
  harness.clock.advance(79_999);
  before?.end();
  harness.clock.advance(1);
  after?.end(137);
  for (let chunk = 0; chunk < 10; chunk += 1) {
    running?.output(TEXT);
  }

  expect(running?.calls).toEqual([]);
});

/** A cap of so many chunks. */
const memoryOf = (chunks: number, output = { bytes: 1, chunks: 1 }) => {
  const memory = new OutputMemoryBudget(chunks * COST);
  const questions: ProcessHandle[] = [];
  const process = () => {
    const handle = new ProcessHandle('p', processLimits({ output }));
    const control = new RecordingControl();
    handle.started(control);
    const write = (count: number): void => {
      for (let chunk = 0; chunk < count; chunk += 1) {
        handle.recordOutput('stdout', new Uint8Array(COST - CHUNK_OVERHEAD_BYTES));
        memory.count(handle, () => questions.push(handle));
      }
    };
    return { handle, control, write };
  };
  return { memory, process, questions };
};

const pausedOf = (...processes: readonly { readonly control: RecordingControl }[]): boolean[] =>
  processes.map(({ control }) => control.isPaused);
