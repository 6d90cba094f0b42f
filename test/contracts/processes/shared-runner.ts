import { afterAll, afterEach } from '@jest/globals';
import type { ProcessRunner } from '../../../src/application/ports/process-runner.js';
import type { ProcessControl } from '../../../src/domain/processes/process-control.js';

/**
 * One runner for the tests of a `describe`, and another one behind a test that has disposed of it. To make a runner ready takes two
 * processes, and a worker of Jest is large to fork. What a test has started and left running is killed when it ends.
 */
export class SharedRunner<R extends ProcessRunner> {
  readonly #make: () => R;
  #runner: R | undefined;
  #isDisposed = false;
  #started: { readonly process: ProcessControl; readonly closed: Promise<void> }[] = [];

  private constructor(make: () => R) {
    this.#make = make;
  }

  /** For the `describe` in which it is called. */
  static use<R extends ProcessRunner>(make: () => R): SharedRunner<R> {
    const shared = new SharedRunner(make);
    afterEach(() => shared.#endTest());
    afterAll(() => shared.dispose());
    return shared;
  }

  get current(): R {
    this.#runner ??= this.#make();
    return this.#runner;
  }

  /** Has the process killed when the test ends; it is waited for. */
  add(process: ProcessControl, closed: Promise<void>): void {
    this.#started.push({ process, closed });
  }

  /** Until the test ends, `current` is the runner that this has disposed of. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#runner?.dispose();
  }

  async #endTest(): Promise<void> {
    for (const { process, closed } of this.#started.splice(0)) {
      process.kill();
      await closed;
    }
    if (this.#isDisposed) {
      this.#runner = undefined;
      this.#isDisposed = false;
    }
  }
}
