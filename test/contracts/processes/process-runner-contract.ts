import { beforeEach, describe, expect, test } from '@jest/globals';
import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../../src/domain/errors.js';
import type { ProcessControl } from '../../../src/domain/processes/process-control.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../src/domain/processes/process-control.js';
import { RecordingObserver } from '../../fakes/recording-observer.js';
import { type ContractPrograms, SHELL_PROGRAMS } from './contract-programs.js';
import { describeRefusedStarts } from './refused-starts-contract.js';
import { SharedRunner } from './shared-runner.js';

/** Input that the runner under test lets wait for a process. */
export const PENDING_INPUT_BYTES = 1024 * 1024;

/** What every `ProcessRunner` keeps to; `makeRunner` gets one with `PENDING_INPUT_BYTES`. */
export const describeProcessRunner = (
  name: string,
  makeRunner: () => ProcessRunner,
  kind: 'pipes' | 'terminal',
  programs: ContractPrograms = SHELL_PROGRAMS,
): void => {
  const terminal = kind === 'terminal';

  describe(`ProcessRunner contract: ${name}`, () => {
    const runner = SharedRunner.use(makeRunner);
    let observer: RecordingObserver;

    beforeEach(() => {
      observer = new RecordingObserver();
    });

    const start = async (
      argv: readonly string[],
      spec: Partial<ProcessSpec> = {},
      heardBy: ProcessObserver = observer,
    ): Promise<ProcessControl> => {
      const process = await runner.current.start(
        {
          argv,
          arg0: undefined,
          cwd: '/',
          env: { PATH: '/usr/bin:/bin' },
          terminal: terminal ? DEFAULT_TERMINAL_SIZE : undefined,
          pipeStdin: true,
          confinement: undefined,
          ...spec,
        },
        heardBy,
      );
      runner.add(process, heardBy === observer ? observer.closed : Promise.resolve());
      return process;
    };

    test('reports output, then the exit, then the close', async () => {
      await start(programs.print('hello', 7));
      expect(await observer.exited).toBe(7);
      await observer.closed;
      expect(observer.order).toEqual(['out', 'exit', 'close']);
      expect(observer.text(terminal ? 'pty' : 'stdout')).toBe('hello');
    });

    test.each([0, 1, 255])('reports the exit code %d', async (code) => {
      await start(programs.print('', code));
      expect(await observer.exited).toBe(code);
      await observer.closed;
    });

    test('reports nothing before start has settled', async () => {
      let settled = false;
      const early: string[] = [];
      const hear = (what: string) => () => {
        if (!settled) {
          early.push(what);
        }
      };
      await new Promise<void>((resolve, reject) => {
        start(
          programs.print('x', 0),
          {},
          {
            onOutput: hear('output'),
            onExit: hear('exit'),
            onClose: resolve,
            onGone: () => undefined,
          },
        ).then(() => {
          settled = true;
        }, reject);
      });
      expect(early).toEqual([]);
    });

    test('reports 1 MB of output before the exit', async () => {
      await start(programs.flood(1_000_000));
      await observer.closed;
      expect(observer.bytesAtExit).toBe(1_000_000);
    });

    test('passes input in order', async () => {
      const process = await start(programs.echo());
      await observer.said('ready');
      const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
      for (const line of lines) {
        expect(process.write(Buffer.from(line))).toBe('accepted');
      }
      await observer.said('line 99');
      expect(observer.text().match(/line \d+/g)).toEqual(lines.map((line) => line.trim()));
    });

    test('accepts empty input and ignores it', async () => {
      const process = await start(programs.echo());
      await observer.said('ready');
      expect(process.write(new Uint8Array())).toBe('accepted');
      expect(process.write(Buffer.from('after\n'))).toBe('accepted');
      await observer.said('after');
    });

    test('refuses input beyond its limit when the process does not read', async () => {
      const process = await start(programs.wait());
      await observer.said('ready');
      const chunk = Buffer.alloc(64 * 1024, 'x\n');
      const outcomes = Array.from({ length: 64 }, () => process.write(chunk));
      expect(outcomes[0]).toBe('accepted');
      expect(outcomes.at(-1)).toBe('full');
      const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
      expect(accepted * chunk.length).toBeGreaterThanOrEqual(PENDING_INPUT_BYTES);
      process.kill();
      expect(await observer.exited).toBe(137);
    });

    test('refuses input after the process has ended', async () => {
      const process = await start(programs.print('', 0));
      await observer.closed;
      expect(process.write(Buffer.from('late'))).toBe('stdinClosed');
    });

    test('ends a process without a handler by interrupt', async () => {
      const process = await start(programs.wait());
      await observer.said('ready');
      process.signal('SIGINT');
      expect(await observer.exited).toBe(130);
      await observer.closed;
    });

    test('ends a process by kill', async () => {
      const process = await start(programs.wait());
      await observer.said('ready');
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
      expect(observer.order).toEqual(['out', 'exit', 'close']);
    });

    test('ends a process by kill right after the start', async () => {
      const process = await start(programs.wait());
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
    });

    test('accepts every method call after the close', async () => {
      const process = await start(programs.print('', 0));
      await observer.closed;
      process.kill();
      process.kill();
      process.signal('SIGINT');
      process.pauseOutput();
      process.resumeOutput();
      expect(observer.order).toEqual(['exit', 'close']);
    });

    test('blocks the process while output is paused, and delivers all of it after resumeOutput', async () => {
      const process = await start(programs.flood(1_000_000));
      process.pauseOutput();
      const heard = observer.bytes;
      const turns = 50;
      for (let turn = 0; turn < turns; turn++) {
        await new Promise(setImmediate);
      }
      expect(observer.bytes).toBe(heard);
      expect(observer.order).not.toContain('exit');
      process.resumeOutput();
      await observer.closed;
      expect(observer.bytesAtExit).toBe(1_000_000);
    });

    test('reports the exit while output is paused and loses nothing', async () => {
      const process = await start(programs.print('tail', 3));
      process.pauseOutput();
      expect(await observer.exited).toBe(3);
      expect(observer.order).toEqual(['exit']);
      process.resumeOutput();
      await observer.closed;
      expect(observer.order).toEqual(['exit', 'out', 'close']);
      expect(observer.text()).toBe('tail');
    });

    test('closes paused outputs at kill', async () => {
      const process = await start(programs.flood(10_000_000));
      process.pauseOutput();
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
    });

    test('reuses the memory of a chunk only after its release', async () => {
      const kept: { bytes: Uint8Array; copy: string }[] = [];
      let chunks = 0;
      observer.onOutput = (_, bytes, release) => {
        bytes.fill(chunks);
        chunks += 1;
        if (chunks % 2 === 0) {
          release?.();
        } else {
          kept.push({ bytes, copy: Buffer.from(bytes).toString('base64') });
        }
      };
      await start(programs.flood(2_000_000));
      await observer.closed;
      expect(kept.length).toBeGreaterThan(5);
      expect(kept.every(({ bytes, copy }) => Buffer.from(bytes).toString('base64') === copy)).toBe(
        true,
      );
    });

    describeRefusedStarts((argv, spec) => start(argv, spec), kind, programs);

    test('dispose ends running processes and later starts fail', async () => {
      await start(programs.wait());
      await observer.said('ready');
      await runner.dispose();
      expect(observer.order).toEqual(['out', 'exit', 'close']);
      await expect(start(programs.wait())).rejects.toBeInstanceOf(SpawnFailed);
    });

    test('dispose fails a start that has not been made', async () => {
      const starts = Promise.allSettled(Array.from({ length: 20 }, () => start(programs.wait())));
      await runner.dispose();
      const failed = (await starts).filter(({ status }) => status === 'rejected');
      expect(failed.length).toBeGreaterThan(0);
    });
  });
};

/** A terminal echoes what is typed before the program writes it. */
