import { describe, expect, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import type { Write } from '../../../src/domain/processes/write-ledger.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { fault } from '../../support/fault.js';
import { exitWith } from '../../support/processes/process-exit.js';
import { processLimits } from '../../support/processes/process-limits.js';

describe('ProcessHandle write', () => {
  test('passes the bytes to the process and is accepted', () => {
    const { process, control } = running();

    expect(process.write(aWrite('1', 'hello'))).toBe('accepted');
    expect(control.calls).toEqual(['write hello']);
  });

  test('takes effect once per writeId', () => {
    const { process, control } = running();
    process.write(aWrite('1', 'first'));

    expect(process.write(aWrite('1', 'first'))).toBe('accepted');
    expect(control.calls).toEqual(['write first']);
  });

  test('rejects a writeId used for other bytes, before and after the exit', () => {
    const { process, control } = running();
    process.write(aWrite('1', 'first'));
    const refusal = fault(
      'invalid-request',
      'writeId was used for other bytes before; a new write needs a new writeId',
    );
    expect(() => process.write(aWrite('1', 'other'))).toThrow(refusal);

    process.recordExit(exitWith(0));
    expect(() => process.write(aWrite('1', 'other'))).toThrow(refusal);
    expect(process.write(aWrite('1', 'first'))).toBe('accepted');
    expect(control.calls).toEqual(['write first']);
  });

  test('takes a repeated writeId for new once 3 others have replaced it', () => {
    const { process, control } = running();
    for (const id of ['1', '2', '3']) {
      process.write(aWrite(id, id));
    }
    process.write(aWrite('1', '1'));
    expect(control.calls).toEqual(['write 1', 'write 2', 'write 3']);

    process.write(aWrite('4', '4'));
    process.write(aWrite('1', '1'));
    expect(control.calls).toEqual(['write 1', 'write 2', 'write 3', 'write 4', 'write 1']);
  });

  test('returns stdinClosed when the process takes no input, and does not remember the id', () => {
    const { process, control } = running();
    control.inputOutcome = 'stdinClosed';

    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(control.calls).toHaveLength(2);
  });

  test('rejects a write to a full queue, and accepts it later under the same id', () => {
    const { process, control } = running();
    control.inputOutcome = 'full';
    expect(() => process.write(aWrite('1', 'x'))).toThrow(
      fault(
        'failed',
        'failed to write to process stdin: the process does not read and its input queue is full; write again later',
      ),
    );

    control.inputOutcome = 'accepted';
    expect(process.write(aWrite('1', 'again'))).toBe('accepted');
    expect(control.calls.at(-1)).toBe('write again');
  });

  test('returns stdinClosed after the exit', () => {
    const { process, control } = running();
    process.recordExit(exitWith(0));

    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(control.calls).toEqual([]);
  });

  test('accepts after the exit the repetition of a write from before it', () => {
    const { process } = running();
    process.write(aWrite('1', 'x'));
    process.recordExit(exitWith(0));

    expect(process.write(aWrite('1', 'x'))).toBe('accepted');
  });

  test('returns stdinClosed before the process has started', () => {
    expect(new ProcessHandle('p', processLimits()).write(aWrite('1', 'x'))).toBe('stdinClosed');
  });
});

describe('ProcessHandle interrupt', () => {
  test('interrupts a running process', () => {
    const { process, control } = running();
    process.signal('SIGINT');

    expect(control.calls).toEqual(['signal SIGINT']);
  });

  test('does nothing before the start and after the exit', () => {
    new ProcessHandle('p', processLimits()).signal('SIGINT');
    const { process, control } = running();
    process.recordExit(exitWith(0));
    process.signal('SIGINT');

    expect(control.calls).toEqual([]);
  });
});

describe('ProcessHandle terminate', () => {
  test('kills a running process and returns true', () => {
    const { process, control } = running();

    expect(process.terminate()).toBe(true);
    expect(control.calls).toEqual(['kill']);
  });

  test('kills the descendants of an exited process and returns false', () => {
    const { process, control } = running();
    process.recordExit(exitWith(0));

    expect(process.terminate()).toBe(false);
    expect(control.calls).toEqual(['kill']);
  });

  test('returns false for a starting process and kills it once it has started', () => {
    const process = new ProcessHandle('p', processLimits());
    expect(process.terminate()).toBe(false);

    const control = new RecordingControl();
    process.started(control);
    expect(control.calls).toEqual(['kill']);
  });
});

describe('ProcessHandle pause', () => {
  test('pauses the output until it is resumed', () => {
    const { process, control } = running();
    process.pause('congestion');
    expect(control.calls).toEqual(['pauseOutput']);

    process.resume('congestion');
    expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
  });

  test('takes effect when a starting process has started', () => {
    const process = new ProcessHandle('p', processLimits());
    const control = new RecordingControl();
    process.pause('congestion');
    process.started(control);

    expect(control.calls).toEqual(['pauseOutput']);
  });

  test('has no effect when it is resumed before the process has started', () => {
    const process = new ProcessHandle('p', processLimits());
    const control = new RecordingControl();
    process.pause('congestion');
    process.resume('congestion');
    process.started(control);

    expect(control.calls).toEqual([]);
  });
});

test('ProcessHandle tells onReaderChange of attachments, detachments and waits for events', () => {
  const { process } = running();
  const heard: string[] = [];
  process.onReaderChange((change) => heard.push(change));
  process.detached();
  process.onEvent(() => undefined);
  process.attached();
  expect(heard).toEqual(['detached', 'awaits', 'attached']);
});

test('ProcessHandle that has exited is no longer paused, whatever paused it', () => {
  const { process } = running();
  process.pause('memory');
  expect([process.isPaused, process.describe().isPaused]).toEqual([true, true]);
  process.recordExit(exitWith(0));

  expect([process.isPaused, process.describe().isPaused]).toEqual([false, false]);
});

const aWrite = (writeId: string, text: string): Write => ({
  writeId,
  bytes: Buffer.from(text),
  digest: text,
});

const running = (): { process: ProcessHandle; control: RecordingControl } => {
  const process = new ProcessHandle('p', processLimits());
  const control = new RecordingControl();
  process.started(control);
  return { process, control };
};
