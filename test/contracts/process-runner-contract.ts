import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../src/domain/errors.js';
import type { ProcessControl } from '../../src/domain/processes/process-control.js';
import { RecordingObserver } from '../fakes/recording-observer.js';
import { type ContractPrograms, SHELL_PROGRAMS } from './contract-programs.js';
import { describeRefusedStarts } from './refused-starts-contract.js';

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

  describe(`${name}: the contract of a process runner`, () => {
    let runner: ProcessRunner;
    let observer: RecordingObserver;

    beforeEach(() => {
      runner = makeRunner();
      observer = new RecordingObserver();
    });

    afterEach(() => runner.dispose());

    const start = (
      argv: readonly string[],
      spec: Partial<ProcessSpec> = {},
      heardBy: ProcessObserver = observer,
    ): Promise<ProcessControl> =>
      runner.start(
        {
          argv,
          arg0: undefined,
          cwd: '/',
          env: { PATH: '/usr/bin:/bin' },
          terminal,
          pipeStdin: true,
          confinement: undefined,
          ...spec,
        },
        heardBy,
      );

    test('output comes first, then the exit, then the close', async () => {
      await start(programs.print('hello', 7));
      expect(await observer.exited).toBe(7);
      await observer.closed;
      expect(observer.order).toEqual(['out', 'exit', 'close']);
      expect(observer.text(terminal ? 'pty' : 'stdout')).toBe('hello');
    });

    test.each([0, 1, 255])('the exit code %d is told', async (code) => {
      await start(programs.print('', code));
      expect(await observer.exited).toBe(code);
      await observer.closed;
    });

    test('nothing is heard before the start has settled', async () => {
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

    test('a lot of output arrives whole before the exit', async () => {
      await start(programs.flood(1_000_000));
      await observer.closed;
      expect(observer.bytesAtExit).toBe(1_000_000);
    });

    test('input arrives in order', async () => {
      const process = await start(programs.echo());
      await observer.said('ready');
      const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
      for (const line of lines) {
        expect(process.write(Buffer.from(line))).toBe('accepted');
      }
      await observer.said('line 99');
      expect(observer.text().match(/line \d+/g)).toEqual(lines.map((line) => line.trim()));
    });

    test('an empty input is accepted and ignored', async () => {
      const process = await start(programs.echo());
      await observer.said('ready');
      expect(process.write(new Uint8Array())).toBe('accepted');
      expect(process.write(Buffer.from('after\n'))).toBe('accepted');
      await observer.said('after');
    });

    test('input for a process that does not read is refused once too much of it waits', async () => {
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

    test('input for a process that has ended is refused', async () => {
      const process = await start(programs.print('', 0));
      await observer.closed;
      expect(process.write(Buffer.from('late'))).toBe('stdinClosed');
    });

    test('an interrupt ends a process that does not handle it', async () => {
      const process = await start(programs.wait());
      await observer.said('ready');
      process.interrupt();
      expect(await observer.exited).toBe(130);
      await observer.closed;
    });

    test('a kill ends a process', async () => {
      const process = await start(programs.wait());
      await observer.said('ready');
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
      expect(observer.order).toEqual(['out', 'exit', 'close']);
    });

    test('a kill right after the start ends a process too', async () => {
      const process = await start(programs.wait());
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
    });

    test('every method is harmless after the close', async () => {
      const process = await start(programs.print('', 0));
      await observer.closed;
      process.kill();
      process.kill();
      process.interrupt();
      process.pauseOutput();
      process.resumeOutput();
      expect(observer.order).toEqual(['exit', 'close']);
    });

    test('paused output holds the process back, and all of it comes when resumed', async () => {
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

    test('the exit is told while output is paused, and nothing is lost', async () => {
      const process = await start(programs.print('tail', 3));
      process.pauseOutput();
      expect(await observer.exited).toBe(3);
      expect(observer.order).toEqual(['exit']);
      process.resumeOutput();
      await observer.closed;
      expect(observer.order).toEqual(['exit', 'out', 'close']);
      expect(observer.text()).toBe('tail');
    });

    test('a kill closes the outputs although they are paused', async () => {
      const process = await start(programs.flood(10_000_000));
      process.pauseOutput();
      process.kill();
      expect(await observer.exited).toBe(137);
      await observer.closed;
    });

    test('bytes are not used again unless they are released', async () => {
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

    test('dispose ends what runs, and no start comes after it', async () => {
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
