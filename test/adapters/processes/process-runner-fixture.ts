import { tmpdir } from 'node:os';
import { afterEach, beforeEach } from '@jest/globals';
import { LocalProcessRunner } from '../../../src/adapters/processes/local-process-runner.js';
import type { ProcessSpec } from '../../../src/application/ports/process-runner.js';
import type { ProcessControl } from '../../../src/domain/processes/process-control.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../src/domain/processes/process-control.js';
import { silentLogger } from '../../../src/main/silent-logger.js';
import { RecordingObserver } from '../../fakes/recording-observer.js';

/** A started process and who listens to it. */
export interface Started {
  readonly process: ProcessControl;
  readonly observer: RecordingObserver;
}

/** Starts processes of one kind, on a runner that each test gets anew. */
export interface ProcessFixture {
  readonly runner: LocalProcessRunner;
  start(argv: readonly string[], spec?: Partial<ProcessSpec>): Promise<Started>;
  /** Waits for the close. */
  run(argv: readonly string[], spec?: Partial<ProcessSpec>): Promise<RecordingObserver>;
  /** Runs a script of bash to its close. */
  script(text: string, spec?: Partial<ProcessSpec>): Promise<RecordingObserver>;
}

/** Runners for the tests of the `describe` that it is called in. */
export const useProcessFixture = (terminal: boolean): ProcessFixture => {
  let runner: LocalProcessRunner;

  beforeEach(() => {
    runner = new LocalProcessRunner(
      { maxPendingInputBytes: 2 ** 20, stopTimeoutMs: 5000 },
      silentLogger,
      tmpdir,
    );
  });

  afterEach(() => runner.dispose());

  const fixture: ProcessFixture = {
    get runner() {
      return runner;
    },
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
      return { process: await runner.start({ ...defaults, ...spec }, observer), observer };
    },
    run: async (argv, spec) => {
      const { observer } = await fixture.start(argv, spec);
      await observer.closed;
      return observer;
    },
    script: (text, spec) => fixture.run(['bash', '-c', text], spec),
  };
  return fixture;
};
