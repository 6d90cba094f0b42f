import { beforeEach, describe, expect, test } from '@jest/globals';
import type {
  ProcessObserver,
  ProcessRunner,
} from '../../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../../src/domain/errors.js';
import type { ProcessControl } from '../../../src/domain/processes/process-control.js';
import { RecordingObserver } from '../../fakes/recording-observer.js';

/** A runner, and programs as it knows them. */
export interface ProcessRunnerSubject {
  readonly runner: ProcessRunner;
  /** Starts a program that prints `text` and exits. */
  print(text: string, exitCode: number, observer: ProcessObserver): Promise<ProcessControl>;
  /** Starts a program that prints `ready` and runs until it is killed. */
  wait(observer: ProcessObserver): Promise<ProcessControl>;
}

/**
 * What every `ProcessRunner` keeps to, that of the use-case tests included; `describeProcessRunner` says the rest of those that start
 * processes of the operating system.
 */
export const processLifecycleContract = (name: string, make: () => ProcessRunnerSubject): void => {
  describe(`ProcessRunner lifecycle contract: ${name}`, () => {
    let subject: ProcessRunnerSubject;
    let observer: RecordingObserver;
    beforeEach(() => {
      subject = make();
      observer = new RecordingObserver();
    });

    test('output comes first, then the exit with its code, then the close', async () => {
      await subject.print('hello', 7, observer);
      await observer.closed;
      expect(observer.order.filter((event) => event !== 'gone')).toEqual(['out', 'exit', 'close']);
      expect(await observer.exited).toBe(7);
      expect(observer.text()).toBe('hello');
      await subject.runner.dispose();
    });

    test('nothing is reported before the start has settled', async () => {
      const started = subject.print('x', 0, observer);
      const early = [...observer.order];
      await started;
      expect(early).toEqual([]);
      await observer.closed;
      await subject.runner.dispose();
    });

    test('bytes that are not released stay as they are', async () => {
      await subject.print('a', 0, observer);
      await observer.closed;
      const another = new RecordingObserver();
      another.onOutput = (_, bytes, release) => {
        expect(Buffer.from(bytes).toString()).toBe('b');
        release?.();
      };
      await subject.print('b', 0, another);
      await another.closed;
      expect(observer.text()).toBe('a');
      await subject.runner.dispose();
    });

    test('dispose kills what runs, and a start after it fails', async () => {
      await subject.wait(observer);
      await observer.said('ready');
      await subject.runner.dispose();
      expect(await observer.exited).toBe(137);
      await observer.closed;
      await expect(subject.wait(new RecordingObserver())).rejects.toBeInstanceOf(SpawnFailed);
    });
  });
};
