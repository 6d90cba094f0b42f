import { describe, expect, jest, test } from '@jest/globals';
import type { PauseReason } from '../../../src/domain/processes/backpressure.js';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import type { ProcessHandleOptions } from '../../../src/domain/processes/process-handle-options.js';
import { Session } from '../../../src/domain/sessions/session.js';
import { RecordingChannel } from '../../fakes/recording-channel.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { CHUNK_OVERHEAD_BYTES, windowFor } from '../../support/output-chunk.js';
import { processLimits } from '../../support/processes/process-limits.js';

/** Every chunk costs 1000 bytes; the window takes four of them while a client is attached, else seven. */
const COST = 1000;
const PAUSED = ['pauseOutput'];
const RESUMED = ['pauseOutput', 'resumeOutput'];

describe('ProcessHandle flow control', () => {
  test('pauses once beyond the window and resumes once half of it is acknowledged', () => {
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

  test('resumes when a read acknowledges half of the window', () => {
    const { process, control, write } = running();
    write(5);
    process.read(2);
    expect(control.calls).toEqual(PAUSED);
    process.read(3);

    expect(control.calls).toEqual(RESUMED);
  });

  test('keeps a full process paused when a client attaches, until it reads behind what it missed', () => {
    const { process, control, write } = running();
    process.detached();
    write(8);
    process.attached();
    process.acknowledge({ after: 0, through: 8 });
    process.read(7);
    expect(control.calls).toEqual(PAUSED);

    process.read(8);
    expect(control.calls).toEqual(RESUMED);
  });

  test('resumes a process whose client leaves before it has acknowledged what it missed', () => {
    const { process, control, write } = running();
    process.detached();
    write(1);
    process.attached();
    expect(control.calls).toEqual(PAUSED);

    process.detached();
    expect(control.calls).toEqual(RESUMED);
  });

  test('continues without what its client missed after endResumeHold, and pauses when it leaves', () => {
    const { process, control, write } = running();
    process.detached();
    write(8);
    process.attached();
    process.endResumeHold();
    expect(control.calls).toEqual(RESUMED);

    process.detached();
    expect(control.calls).toEqual([...RESUMED, 'pauseOutput']);
  });

  test('never pauses with eviction', () => {
    const { control, write } = running({ overflow: 'evict' });
    write(100);

    expect(control.calls).toEqual([]);
  });
});

describe('ProcessHandle pause reason', () => {
  const reasons: readonly PauseReason[] = ['congestion', 'memory'];

  test.each(reasons)('%s pauses until it is resumed, however often it is given', (reason) => {
    const { process, control } = running();
    process.pause(reason);
    process.pause(reason);
    expect(control.calls).toEqual(PAUSED);
    process.resume(reason);
    process.resume(reason);

    expect(control.calls).toEqual(RESUMED);
  });

  test('keeps the output paused alone when another of two is resumed', () => {
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

  test('leaves a full window paused when it is resumed', () => {
    const { process, control, write } = running();
    process.pause('memory');
    write(5);
    process.resume('memory');
    expect(control.calls).toEqual(PAUSED);

    process.acknowledge({ after: 0, through: 5 });
    expect(control.calls).toEqual(RESUMED);
  });

  test('has no effect when it is resumed without having been given', () => {
    const { process, control } = running();
    process.resume('congestion');
    process.pause('memory');
    process.resume('congestion');

    expect(control.calls).toEqual(PAUSED);
  });
});

describe('ProcessHandle that starts', () => {
  test.each([
    ['paused', (process: ProcessHandle) => process.pause('memory')],
    ['full', fill],
    [
      'paused and full',
      (process: ProcessHandle) => {
        process.pause('congestion');
        fill(process);
      },
    ],
  ])('is paused at once, and once only, when %s', (_name, prepare) => {
    const process = aProcess();
    const control = new RecordingControl();
    prepare(process);
    process.started(control);

    expect(control.calls).toEqual(PAUSED);
  });

  test('is not paused for a reason that is over by then', () => {
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

test('Session that loses a client that is behind does not resume its processes for a moment', async () => {
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

test('ProcessHandle does not take an acknowledgement beyond the end for later output', () => {
  const { process, control, write } = running();
  write(1);
  process.acknowledge({ after: 0, through: 100 });
  write(5);

  expect(control.calls).toEqual(PAUSED);
});

describe('ProcessHandle output', () => {
  test('counts the memory cost, whatever retention keeps beyond it', () => {
    const { process, write } = running({ output: { bytes: 10 * COST, chunks: 10 } });
    write(3);
    expect(process.output.unacknowledgedCost()).toBe(3 * COST);
    process.acknowledge({ after: 1, through: 2 });
    expect(process.output.unacknowledgedCost()).toBe(2 * COST);

    process.read(3);
    expect(process.output.unacknowledgedCost()).toBe(0);
    expect(process.read(0).chunks).toHaveLength(3);
  });

  test('onAcknowledged calls its listener once the count is lower', () => {
    const { process, write } = running();
    const heard = jest.fn(() => process.output.unacknowledgedCost());
    process.onAcknowledged(heard);
    write(3);
    expect(heard).not.toHaveBeenCalled();
    process.acknowledge({ after: 0, through: 1 });

    expect(heard.mock.results).toEqual([{ type: 'return', value: 2 * COST }]);
  });
});

function fill(process: ProcessHandle, chunks = 5): void {
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    process.recordOutput('stdout', new Uint8Array(COST - CHUNK_OVERHEAD_BYTES));
  }
}

const aProcess = (limits: Partial<ProcessHandleOptions> = {}): ProcessHandle =>
  new ProcessHandle(
    'p',
    processLimits({
      output: { bytes: 1, chunks: 1 },
      outputWindowBytes: windowFor(4 * COST),
      ...limits,
    }),
  );

test('ProcessHandle releases acknowledged output beyond its retention, unless a reader has it', () => {
  const { process } = running({ output: { bytes: 1, chunks: 1 } });
  const released: string[] = [];
  for (const text of ['one', 'two', 'three', 'four']) {
    process.recordOutput('stdout', Buffer.from(text), () => released.push(text));
  }
  process.read(0, 1);
  process.acknowledge({ after: 0, through: 4 });

  expect(released).toEqual(['two', 'three']);
});

const running = (limits: Partial<ProcessHandleOptions> = {}) => {
  const process = aProcess(limits);
  const control = new RecordingControl();
  process.started(control);
  return { process, control, write: (chunks: number): void => fill(process, chunks) };
};
