import { describe, expect, test } from '@jest/globals';
import { ProcessHandle } from '../../../src/domain/processes/process-handle.js';
import type { Write } from '../../../src/domain/processes/write-ledger.js';
import { RecordingControl } from '../../fakes/recording-control.js';
import { fault } from '../../support/fault.js';
import { processLimits } from '../../support/process-limits.js';

describe('writing', () => {
  test('passes the bytes on and is accepted', () => {
    const { process, control } = running();

    expect(process.write(aWrite('1', 'hello'))).toBe('accepted');
    expect(control.calls).toEqual(['write hello']);
  });

  test('takes effect once for each id', () => {
    const { process, control } = running();
    process.write(aWrite('1', 'first'));

    expect(process.write(aWrite('1', 'first'))).toBe('accepted');
    expect(control.calls).toEqual(['write first']);
  });

  test('is refused when the id was used for other bytes, also after the exit', () => {
    const { process, control } = running();
    process.write(aWrite('1', 'first'));
    const refusal = fault(
      'invalid-request',
      'writeId was used for other bytes before; a new write needs a new writeId',
    );
    expect(() => process.write(aWrite('1', 'other'))).toThrow(refusal);

    process.recordExit(0);
    expect(() => process.write(aWrite('1', 'other'))).toThrow(refusal);
    expect(process.write(aWrite('1', 'first'))).toBe('accepted');
    expect(control.calls).toEqual(['write first']);
  });

  test('is taken for new once so many others came that its id is forgotten', () => {
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

  test('says so when the process takes no input, and does not remember the id', () => {
    const { process, control } = running();
    control.inputOutcome = 'stdinClosed';

    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(control.calls).toHaveLength(2);
  });

  test('is refused when too much waits already, and may then be tried again under its id', () => {
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

  test('to a process that has exited reaches nobody', () => {
    const { process, control } = running();
    process.recordExit(0);

    expect(process.write(aWrite('1', 'x'))).toBe('stdinClosed');
    expect(control.calls).toEqual([]);
  });

  test('is still accepted after the exit when it repeats one from before', () => {
    const { process } = running();
    process.write(aWrite('1', 'x'));
    process.recordExit(0);

    expect(process.write(aWrite('1', 'x'))).toBe('accepted');
  });

  test('to a process that does not run yet reaches nobody', () => {
    expect(new ProcessHandle('p', processLimits()).write(aWrite('1', 'x'))).toBe('stdinClosed');
  });
});

describe('interrupting', () => {
  test('reaches a process that runs', () => {
    const { process, control } = running();
    process.interrupt();

    expect(control.calls).toEqual(['interrupt']);
  });

  test('does nothing before the start and after the exit', () => {
    new ProcessHandle('p', processLimits()).interrupt();
    const { process, control } = running();
    process.recordExit(0);
    process.interrupt();

    expect(control.calls).toEqual([]);
  });
});

describe('terminating', () => {
  test('kills a process that runs and says that it did', () => {
    const { process, control } = running();

    expect(process.terminate()).toBe(true);
    expect(control.calls).toEqual(['kill']);
  });

  test('kills what an exited process left behind, and says that it ran no more', () => {
    const { process, control } = running();
    process.recordExit(0);

    expect(process.terminate()).toBe(false);
    expect(control.calls).toEqual(['kill']);
  });

  test('says of a starting process that it does not run, and kills it as soon as it does', () => {
    const process = new ProcessHandle('p', processLimits());
    expect(process.terminate()).toBe(false);

    const control = new RecordingControl();
    process.started(control);
    expect(control.calls).toEqual(['kill']);
  });
});

describe('holding back', () => {
  test('pauses the output until it is let go', () => {
    const { process, control } = running();
    process.pause('congestion');
    expect(control.calls).toEqual(['pauseOutput']);

    process.resume('congestion');
    expect(control.calls).toEqual(['pauseOutput', 'resumeOutput']);
  });

  test('takes effect when a starting process runs', () => {
    const process = new ProcessHandle('p', processLimits());
    const control = new RecordingControl();
    process.pause('congestion');
    process.started(control);

    expect(control.calls).toEqual(['pauseOutput']);
  });

  test('that was let go before the process runs has no effect', () => {
    const process = new ProcessHandle('p', processLimits());
    const control = new RecordingControl();
    process.pause('congestion');
    process.resume('congestion');
    process.started(control);

    expect(control.calls).toEqual([]);
  });
});

describe('gathering', () => {
  test('begins when nobody hears the process any more, and ends with the next attachment', () => {
    const { process, control } = running();
    expect(control.isGathering).toBe(false);
    process.detached();
    expect(control.isGathering).toBe(true);
    process.attached();
    expect(control.isGathering).toBe(false);
  });

  test('begins when the process runs, if nobody hears it by then', () => {
    const process = new ProcessHandle('p', processLimits());
    const control = new RecordingControl();
    process.detached();
    process.started(control);
    expect(control.isGathering).toBe(true);
  });
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
