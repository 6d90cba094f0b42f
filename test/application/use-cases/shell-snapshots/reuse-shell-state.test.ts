import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SpawnProcessCommand } from '../../../../src/application/use-cases/processes/spawn-process.js';
import { SpawnFailed } from '../../../../src/domain/errors.js';
import type { FakeProcess } from '../../../fakes/fake-process.js';
import type { HarnessClient } from '../../../support/harness-client.js';
import { settled } from '../../../support/settled.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

const MARK = '\0exec-server-shell-state\0';
const LOGIN = ['/bin/bash', '-lc', 'echo hi'];
const STATE = 'EXEC_SERVER_SHELL_STATE_0';

const POLICY = {
  inherit: 'all' as const,
  ignoreDefaultExcludes: true,
  exclude: [],
  set: {},
  includeOnly: [],
};

const RESTRICTED: SpawnProcessCommand['restrictions'] = {
  sandbox: {
    permissions: { type: 'external', network: 'restricted' },
    cwd: undefined,
    workspaceRoots: [],
  },
  networkProxy: undefined,
  enforceManagedNetwork: false,
};

let bench: UseCaseHarness;
let client: HarnessClient;
let ids: number;

beforeEach(() => {
  bench = new UseCaseHarness({ maxShellSnapshots: 2, maxShellSnapshotBytes: 1000 });
  client = bench.open();
  ids = 0;
});

const snapshotOf = (scopeId: string): Partial<SpawnProcessCommand> => ({
  argv: LOGIN,
  shellSnapshot: { scopeId, shell: { name: 'bash', path: '/bin/bash' } },
  env: { HOME: '/home/tester' },
});

/** Starts a login command, and waits until it or a capture runs. */
const begin = async (
  scopeId = 's',
  more: Partial<SpawnProcessCommand> = {},
  by = client,
): Promise<Promise<string>[]> => {
  ids += 1;
  const started = by.start(`p${ids}`, { ...snapshotOf(scopeId), ...more });
  await settled();
  return [started];
};

/** The process that was started last has printed a state, or whatever else is given, and ended. */
const finish = async (
  output = `${MARK}f() { :; }${MARK}HOME=/home/tester\0A=1\0${MARK}`,
  exitCode = 0,
): Promise<void> => {
  const process = bench.runner.latest;
  process.output(output);
  process.end(exitCode);
  await settled();
};

/** The shell that restores the state for a trial succeeds. */
const succeed = async (): Promise<void> => {
  bench.runner.latest.end(0);
  await settled();
};

const captures = (): readonly FakeProcess[] =>
  bench.runner.started.filter(({ spec }) => spec.argv[2]?.includes('declare -f'));

const isRestored = ({ spec }: FakeProcess): boolean =>
  spec.argv[1] === '-c' && spec.argv[2]?.endsWith('echo hi') === true && STATE in spec.env;

const isLogin = ({ spec }: FakeProcess): boolean => spec.argv === LOGIN;

const isKilled = (process: FakeProcess | undefined): boolean =>
  process?.calls.includes('kill') ?? false;

const failures = (): readonly unknown[] =>
  bench.logger.lines
    .filter(({ message }) => message === 'shell snapshot failed')
    .map(({ fields }) => fields.reason);

describe('ReuseShellState', () => {
  test('captures the state before the first command, which then restores it', async () => {
    await begin();
    expect(bench.runner.latest.spec).toMatchObject({
      argv: ['/bin/bash', '-lc', expect.stringContaining('declare -f')],
      cwd: '/tmp',
      env: { HOME: '/home/tester' },
      terminal: undefined,
      pipeStdin: false,
    });
    await finish();
    await succeed();

    expect(isRestored(bench.runner.latest)).toBe(true);
    expect(bench.runner.latest.spec.env).toMatchObject({ A: '1', [STATE]: 'f() { :; }' });
  });

  test('reuses it for the commands of the scope', async () => {
    await begin();
    await finish();
    await succeed();
    await begin('s', { env: { HOME: '/home/tester', CALL: '2' } });

    expect(isRestored(bench.runner.latest)).toBe(true);
    expect(bench.runner.latest.spec.env).toMatchObject({ A: '1', CALL: '2' });
    expect(captures()).toHaveLength(1);
  });

  test('lets commands that arrive meanwhile wait for the one capture', async () => {
    await begin();
    await begin();
    expect(bench.runner.started).toHaveLength(1);
    await finish();
    await succeed();

    expect(bench.runner.started.filter(isRestored)).toHaveLength(2);
    expect(captures()).toHaveLength(1);
  });

  test('leaves a command alone that would not fit in the arguments of a process with it', async () => {
    await begin();
    await finish();
    await succeed();
    const argv = ['/bin/bash', '-lc', 'x'.repeat(130_000)];
    await begin('s', { argv });
    expect(bench.runner.latest.spec.argv).toBe(argv);
  });

  test('leaves other commands and commands without a snapshot alone', async () => {
    await begin('s', { argv: ['/bin/bash', '-c', 'true'] });
    await begin('s', { shellSnapshot: undefined });
    expect(bench.runner.started.map(({ spec }) => spec.argv)).toEqual([
      ['/bin/bash', '-c', 'true'],
      LOGIN,
    ]);
  });

  test('refuses a shell that has no snapshots, and starts nothing', async () => {
    const shell = { name: 'fish', path: '/bin/bash' };
    const start = client.start('p', { ...snapshotOf('s'), shellSnapshot: { scopeId: 's', shell } });
    await expect(start).rejects.toThrow('shell snapshots are unsupported for shell `fish`');
    expect(bench.runner.asked).toEqual([]);
  });
});

describe('a shell snapshot', () => {
  beforeEach(async () => {
    await begin();
    await finish();
    await succeed();
  });

  const others: { what: string; more: Partial<SpawnProcessCommand> }[] = [
    { what: 'directory', more: { cwd: { asSent: 'file:///srv', path: '/srv' } } },
    { what: 'environment policy', more: { envPolicy: POLICY } },
    { what: 'home directory', more: { env: { HOME: '/elsewhere' } } },
    { what: 'sandbox', more: { restrictions: RESTRICTED } },
  ];
  test.each(others)('does not serve another $what', async ({ more }) => {
    await begin('s', more);
    expect(captures()).toHaveLength(2);
  });

  test('is captured in the sandbox of its command', async () => {
    await begin('s', { restrictions: RESTRICTED });
    const confinement = { network: 'restricted', files: undefined };
    expect(bench.runner.latest.spec).toMatchObject({ confinement });
    await finish();
    expect(bench.runner.latest.spec).toMatchObject({ confinement });
  });

  test('does not serve another scope or session', async () => {
    await begin('other');
    expect(captures()).toHaveLength(2);
    await begin('s', {}, bench.open());
    expect(captures()).toHaveLength(3);
  });

  test('is captured anew once a start-up file is changed', async () => {
    await bench.files.createDirectory('/home/tester', { recursive: true, followSymlinks: true });
    await bench.files.writeFile('/home/tester/.bashrc', Buffer.from('x'), { followSymlinks: true });
    await begin();
    expect(captures()).toHaveLength(2);
  });

  test('is captured anew once a file appears in /etc/profile.d', async () => {
    await bench.files.createDirectory('/etc/profile.d', { recursive: true, followSymlinks: true });
    await begin();
    await finish();
    await succeed();
    await bench.files.writeFile('/etc/profile.d/x.sh', Buffer.from(''), { followSymlinks: true });
    await begin();
    expect(captures()).toHaveLength(3);
  });

  test('is dropped when others of the session were used more recently', async () => {
    for (const scope of ['a', 'b']) {
      await begin(scope);
      await finish();
      await succeed();
    }
    await begin('b');
    expect(captures()).toHaveLength(3);
    await begin('s');
    expect(captures()).toHaveLength(4);
  });
});

describe('a shell snapshot that fails', () => {
  test.each([
    [
      'ends early',
      () => finish('', 3),
      'the shell ended with exit code 3 before it printed its state',
    ],
    ['prints something else', () => finish('hello'), expect.stringContaining('exit code 0')],
    ['prints too much', () => finish('x'.repeat(1001)), 'too much output'],
    [
      'is not restored silently',
      async () => {
        await finish();
        bench.runner.latest.output('syntax error', 'stderr');
        await succeed();
      },
      'the state cannot be restored',
    ],
    [
      'is not restored',
      async () => {
        await finish();
        bench.runner.latest.end(2);
        await settled();
      },
      'the state cannot be restored',
    ],
    [
      'hangs',
      async () => {
        bench.clock.advance(10_000);
        await settled();
      },
      'timed out',
    ],
  ])('since the shell %s leaves the command a login command', async (_, act, reason) => {
    const [started] = await begin();
    await act();

    await expect(started).resolves.toBe('p1');
    expect(isLogin(bench.runner.latest)).toBe(true);
    expect(failures()).toEqual([reason]);
  });

  test('since it is not UTF-8 leaves the command a login command', async () => {
    await begin();
    bench.runner.latest.output(Uint8Array.of(0xff));
    await finish(`${MARK}A=1\0${MARK}`);
    expect(isLogin(bench.runner.latest)).toBe(true);
    expect(failures()).toEqual(['the state is not UTF-8']);
  });

  test('since the shell cannot be started leaves the error to the command', async () => {
    bench.runner.failIf(() => true, new SpawnFailed('No such file or directory (os error 2)'));
    const started = client.start('p', snapshotOf('s'));
    await expect(started).rejects.toThrow('No such file or directory (os error 2)');
    expect(failures()).toEqual(['the shell did not start']);
  });

  test('kills a shell that hangs or prints too much, and no other', async () => {
    await begin();
    const [shell] = captures();
    bench.clock.advance(9999);
    await settled();
    expect(isKilled(shell)).toBe(false);
    bench.clock.advance(1);
    await settled();
    expect(isKilled(shell)).toBe(true);
  });

  test('is not tried again for 60 seconds', async () => {
    await begin();
    await finish('', 1);
    bench.clock.advance(59_999);
    await begin();
    expect(captures()).toHaveLength(1);
    expect(isLogin(bench.runner.latest)).toBe(true);
    bench.clock.advance(1);
    await begin();
    expect(captures()).toHaveLength(2);
  });

  test('is tried again at once when a start-up file is changed', async () => {
    await begin();
    await finish('', 1);
    await bench.files.createDirectory('/home/tester', { recursive: true, followSymlinks: true });
    await bench.files.writeFile('/home/tester/.profile', Buffer.from('x'), {
      followSymlinks: true,
    });
    await begin();
    expect(captures()).toHaveLength(2);
  });
});

describe('what start-up files leave in the background', () => {
  test('goes on, and is killed with the session', async () => {
    await begin();
    const [shell] = captures();
    await finish();
    await succeed();
    expect(isKilled(shell)).toBe(false);
    client.session.end();
    expect(isKilled(shell)).toBe(true);
  });

  test('is forgotten once nothing of it is left', async () => {
    await begin();
    const [shell] = captures();
    await finish();
    shell?.gone();
    client.session.end();
    expect(isKilled(shell)).toBe(false);
  });
});
