import { describe, expect, jest, test } from '@jest/globals';
import { type PauseReason, ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import type { ProcessLimits } from '../../../src/domain/processes/process-limits.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { CHUNK_OVERHEAD_BYTES, windowFor } from '../../support/output-chunk.js';
import { processLimits } from '../../support/process-limits.js';

/** Every chunk costs 1000 bytes; the window takes four of them while a client is attached, else seven. */
const COST = 1000;
const PAUSED = ['pauseOutput'];
const RESUMED = ['pauseOutput', 'resumeOutput'];

describe('output that outruns its client', () => {
  test('is paused once beyond the window, and resumed once half of that has arrived', () => {
    const { process, control, write } = running();
    write(4);
    expect(control.calls).toEqual([]);
    write(3);
    expect(control.calls).toEqual(PAUSED);
    process.acknowledge({ after: 0, through: 4 });
    expect(control.calls).toEqual(PAUSED);

    process.acknowledge({ after: 4, through: 5 });
    expect(control.calls).toEqual(RESUMED);
    process.acknowledge({ after: 5, through: 6 });
    expect(control.calls).toEqual(RESUMED);
  });

  test('is resumed by a read of a client that has it', () => {
    const { process, control, write } = running();
    write(5);
    process.read(2);
    expect(control.calls).toEqual(PAUSED);
    process.read(3);

    expect(control.calls).toEqual(RESUMED);
  });

  test('is resumed when a client attaches, and paused when it leaves without having had it', () => {
    const { process, control, write } = running();
    process.detached();
    write(8);
    process.attached();
    expect(control.calls).toEqual(RESUMED);

    process.detached();
    expect(control.calls).toEqual([...RESUMED, 'pauseOutput']);
  });

  test('is never paused with eviction', () => {
    const { control, write } = running({ overflow: 'evict' });
    write(100);

    expect(control.calls).toEqual([]);
  });
});

describe('reasons to pause', () => {
  const reasons: readonly PauseReason[] = ['congestion', 'memory'];

  test.each(reasons)('%s: holds until it is gone, however often it is given', (reason) => {
    const { process, control } = running();
    process.pause(reason);
    process.pause(reason);
    expect(control.calls).toEqual(PAUSED);
    process.resume(reason);
    process.resume(reason);

    expect(control.calls).toEqual(RESUMED);
  });

  test('hold together: the output goes on when the last of them is gone', () => {
    const { process, control, write } = running();
    process.pause('congestion');
    process.pause('memory');
    write(5);
    process.resume('congestion');
    process.acknowledge({ after: 0, through: 5 });
    expect(control.calls).toEqual(PAUSED);

    process.resume('memory');
    expect(control.calls).toEqual(RESUMED);
  });

  test('that go leave a full window full', () => {
    const { process, control, write } = running();
    process.pause('memory');
    write(5);
    process.resume('memory');
    expect(control.calls).toEqual(PAUSED);

    process.acknowledge({ after: 0, through: 5 });
    expect(control.calls).toEqual(RESUMED);
  });

  test('that was never given can go without effect', () => {
    const { process, control } = running();
    process.resume('congestion');
    process.pause('memory');
    process.resume('congestion');

    expect(control.calls).toEqual(PAUSED);
  });
});

describe('a process that starts', () => {
  test.each([
    ['held', (process: ProcessHandle) => process.pause('memory')],
    ['full', fill],
    [
      'held and full',
      (process: ProcessHandle) => {
        process.pause('congestion');
        fill(process);
      },
    ],
  ])('%s is paused from the first, once', (_name, prepare) => {
    const process = aProcess();
    const control = new RecordingControl();
    prepare(process);
    process.started(control);

    expect(control.calls).toEqual(PAUSED);
  });

  test('is not paused for what is over by then', () => {
    const process = aProcess();
    const control = new RecordingControl();
    process.pause('memory');
    process.resume('memory');
    fill(process);
    process.acknowledge({ after: 0, through: 5 });
    process.started(control);

    expect(control.calls).toEqual([]);
  });
});

test('the loss of a client that is behind does not let its processes go for a moment', async () => {
  const { process, control, write } = running();
  const session = new Session('s');
  const subscriber = new RecordingChannel();
  await session.startProcess(process, async () => undefined);
  process.detached();
  write(7);
  session.attach(subscriber);
  subscriber.isCongested = true;
  session.publish(process.recordOutput('stdout', new Uint8Array(COST - CHUNK_OVERHEAD_BYTES)));
  session.detach(subscriber, 0);

  expect(control.calls).toEqual(PAUSED);
});

test('more cannot have arrived than there is: what comes later has not', () => {
  const { process, control, write } = running();
  write(1);
  process.acknowledge({ after: 0, through: 100 });
  write(5);

  expect(control.calls).toEqual(PAUSED);
});

describe('what has not arrived', () => {
  test('is told by its cost, whatever retention keeps besides', () => {
    const { process, write } = running({ output: { bytes: 10 * COST, chunks: 10 } });
    write(3);
    expect(process.unacknowledgedBytes).toBe(3 * COST);
    process.acknowledge({ after: 1, through: 2 });
    expect(process.unacknowledgedBytes).toBe(2 * COST);

    process.read(3);
    expect(process.unacknowledgedBytes).toBe(0);
    expect(process.read(0).chunks).toHaveLength(3);
  });

  test('and gets less is told to the listener, once it is so', () => {
    const { process, write } = running();
    const heard = jest.fn(() => process.unacknowledgedBytes);
    process.onAcknowledged(heard);
    write(3);
    expect(heard).not.toHaveBeenCalled();
    process.acknowledge({ after: 0, through: 1 });

    expect(heard.mock.results).toEqual([{ type: 'return', value: 2 * COST }]);
  });
});

function fill(process: ProcessHandle): void {
  for (let chunk = 0; chunk < 5; chunk += 1) {
    process.recordOutput('stdout', new Uint8Array(COST - CHUNK_OVERHEAD_BYTES));
  }
}

const aProcess = (limits: Partial<ProcessLimits> = {}): ProcessHandle =>
  new ProcessHandle(
    'p',
    processLimits({
      output: { bytes: 1, chunks: 1 },
      outputWindowBytes: windowFor(4 * COST),
      ...limits,
    }),
  );

test('output that has arrived and is retained no longer is given back, unless a reader has it', () => {
  const { process, control } = running({ output: { bytes: 1, chunks: 1 } });
  for (const text of ['one', 'two', 'three', 'four']) {
    process.recordOutput('stdout', Buffer.from(text));
  }
  process.read(0, 1);
  process.acknowledge({ after: 0, through: 4 });

  expect(control.givenBack).toEqual(['two', 'three']);
});

const running = (limits: Partial<ProcessLimits> = {}) => {
  const process = aProcess(limits);
  const control = new RecordingControl();
  process.started(control);
  const write = (chunks: number): void => {
    for (let chunk = 0; chunk < chunks; chunk += 1) {
      process.recordOutput('stdout', new Uint8Array(COST - CHUNK_OVERHEAD_BYTES));
    }
  };
  return { process, control, write };
};
