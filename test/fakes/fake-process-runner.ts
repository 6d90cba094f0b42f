import type {
  ProcessObserver,
  ProcessRunner,
  ProcessSpec,
} from '../../src/application/ports/process-runner.js';
import { SpawnFailed } from '../../src/domain/errors.js';
import { FakeProcess } from './fake-process.js';

/** Starts processes that exist on paper; a test decides whether and when a start succeeds. */
export class FakeProcessRunner implements ProcessRunner {
  /** Every start that was asked for, the failed and the waiting ones too. */
  readonly asked: ProcessSpec[] = [];
  /** The processes that run or have run, in the order of their start. */
  readonly started: FakeProcess[] = [];
  #failure: (spec: ProcessSpec) => Error | undefined = () => undefined;
  #gate: Promise<void> = Promise.resolve();
  #isDisposed = false;

  /** The process that was started last. */
  get latest(): FakeProcess {
    const process = this.started.at(-1);
    if (process === undefined) {
      throw new Error('no process has been started');
    }
    return process;
  }

  /** The next start that is asked for fails with `error`. */
  failNext(error: Error): void {
    const next = this.asked.length + 1;
    this.failIf(() => this.asked.length === next, error);
  }

  /** Starts of which `condition` is true when they are asked for fail with `error` from now on. */
  failIf(condition: (spec: ProcessSpec) => boolean, error: Error): void {
    this.#failure = (spec) => (condition(spec) ? error : undefined);
  }

  /** Starts wait from now on until the returned function is called. */
  holdStarts(): () => void {
    let release = (): void => undefined;
    this.#gate = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  async start(spec: ProcessSpec, observer: ProcessObserver): Promise<FakeProcess> {
    this.asked.push(spec);
    const failure = this.#failure(spec);
    await this.#gate;
    if (failure !== undefined) {
      throw failure;
    }
    if (this.#isDisposed) {
      throw new SpawnFailed('the runner is disposed');
    }
    const process = new FakeProcess(spec, observer);
    this.started.push(process);
    return process;
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    for (const process of this.started) {
      process.kill();
    }
  }
}
