import { tmpdir } from 'node:os';
import { LocalProcessRunner } from '../../../src/adapters/processes/local-process-runner.js';
import type { ProcessSpec } from '../../../src/application/ports/process-runner.js';
import type { ProcessControl } from '../../../src/domain/processes/process-control.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../src/domain/processes/process-control.js';
import { silentLogger } from '../../../src/main/silent-logger.js';
import { SharedRunner } from '../../contracts/processes/shared-runner.js';
import { RecordingObserver } from '../../fakes/recording-observer.js';

/** A started process and who listens to it. */
export interface Started {
  readonly process: ProcessControl;
  readonly observer: RecordingObserver;
}

/** Starts processes of one kind, on a runner for all tests. */
export interface ProcessFixture {
  start(argv: readonly string[], spec?: Partial<ProcessSpec>): Promise<Started>;
  /** Waits for the close. */
  run(argv: readonly string[], spec?: Partial<ProcessSpec>): Promise<RecordingObserver>;
  /** Runs a script of bash to its close. */
  script(text: string, spec?: Partial<ProcessSpec>): Promise<RecordingObserver>;
  /** Disposes of the runner; the next test has another one. */
  dispose(): Promise<void>;
}

/** Runners for the tests of the `describe` that it is called in. */
export const useProcessFixture = (terminal: boolean): ProcessFixture => {
  const runner = SharedRunner.use(
    () =>
      new LocalProcessRunner(
        { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 },
        silentLogger,
        tmpdir,
      ),
  );

  const fixture: ProcessFixture = {
    start: async (argv, spec = {}) => {
      const observer = new RecordingObserver();
      const env = { PATH: '/usr/bin:/bin' };
      const defaults = {
        argv,
        arg0: undefined,
        cwd: '/',
        env,
        terminal: terminal ? DEFAULT_TERMINAL_SIZE : undefined,
        pipeStdin: false,
        confinement: undefined,
      };
      const process = await runner.current.start({ ...defaults, ...spec }, observer);
      runner.add(process, observer.closed);
      return { process, observer };
    },
    run: async (argv, spec) => {
      const { observer } = await fixture.start(argv, spec);
      await observer.closed;
      return observer;
    },
    script: (text, spec) => fixture.run(['bash', '-c', text], spec),
    dispose: () => runner.dispose(),
  };
  return fixture;
};
