import type { SpawnProcessCommand } from '../../../../src/application/use-cases/processes/spawn-process.js';
import type { FakeProcess } from '../../../fakes/fake-process.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

export const MARK = '\0exec-server-shell-state\0';
export const LOGIN = ['/bin/bash', '-lc', 'echo hi'];
export const STATE = 'EXEC_SERVER_SHELL_STATE_0';

/** Login commands of one client, each of which may need a capture of the state of its shell. */
export class ShellSnapshotScenario {
  readonly bench = new UseCaseHarness({ maxShellSnapshots: 2, maxShellSnapshotBytes: 1000 });
  readonly client = this.bench.open();
  #ids = 0;

  /** Starts a login command, and waits until it or a capture runs. */
  async begin(
    scopeId = 's',
    more: Partial<SpawnProcessCommand> = {},
    by: HarnessClient = this.client,
  ): Promise<Promise<string>[]> {
    this.#ids += 1;
    const started = by.start(`p${this.#ids}`, { ...snapshotOf(scopeId), ...more });
    await settled();
    return [started];
  }

  /** The process that was started last has printed a state, or whatever else is given, and ended. */
  async finish(
    output = `${MARK}f() { :; }${MARK}HOME=/home/tester\0A=1\0${MARK}`,
    exitCode = 0,
  ): Promise<void> {
    const process = this.latest;
    process.output(output);
    process.end(exitCode);
    await settled();
  }

  /** The shell that restores the state for a trial succeeds. */
  async succeed(): Promise<void> {
    this.latest.end(0);
    await settled();
  }

  get latest(): FakeProcess {
    return this.bench.runner.latest;
  }

  get captures(): readonly FakeProcess[] {
    return this.bench.runner.started.filter(({ spec }) => spec.argv[2]?.includes('declare -f'));
  }

  get failures(): readonly unknown[] {
    return this.bench.logger.lines
      .filter(({ message }) => message === 'shell snapshot failed')
      .map(({ fields }) => fields.reason);
  }
}

export const snapshotOf = (scopeId: string): Partial<SpawnProcessCommand> => ({
  argv: LOGIN,
  shellSnapshot: { scopeId, shell: { name: 'bash', path: '/bin/bash' } },
  env: { HOME: '/home/tester' },
});

export const isRestored = ({ spec }: FakeProcess): boolean =>
  spec.argv[1] === '-c' && spec.argv[2]?.endsWith('echo hi') === true && STATE in spec.env;

export const isLogin = ({ spec }: FakeProcess): boolean => spec.argv === LOGIN;

export const isKilled = (process: FakeProcess | undefined): boolean =>
  process?.calls.includes('kill') ?? false;
