import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SpawnProcessCommand } from '../../../../src/application/use-cases/processes/spawn-process.js';
import { DomainPatterns } from '../../../../src/domain/network/domain-pattern.js';
import {
  isRestored,
  LOGIN,
  MARK,
  ShellSnapshotScenario,
  STATE,
  snapshotOf,
} from './shell-snapshot-scenario.js';

const NONE = new DomainPatterns([]);
const PROXIED: SpawnProcessCommand['restrictions'] = {
  sandbox: undefined,
  networkProxy: {
    rules: { allowed: NONE, denied: NONE, reviewed: NONE, mode: 'full', allowsLocal: false },
    socks: true,
    allowsUpstreamProxy: false,
    allowsUnixSockets: false,
    askTimeoutMs: undefined,
  },
  enforceManagedNetwork: false,
};

let scenario: ShellSnapshotScenario;

beforeEach(() => {
  scenario = new ShellSnapshotScenario();
});

describe('ReuseShellState', () => {
  test('captures the state before the first command, which then restores it', async () => {
    await scenario.begin();
    expect(scenario.latest.spec).toMatchObject({
      argv: ['/bin/bash', '-lc', expect.stringContaining('declare -f')],
      cwd: '/tmp',
      env: { HOME: '/home/tester' },
      terminal: undefined,
      pipeStdin: false,
    });
    await scenario.finish();
    await scenario.succeed();

    expect(isRestored(scenario.latest)).toBe(true);
    expect(scenario.latest.spec.env).toMatchObject({ A: '1', [STATE]: 'f() { :; }' });
  });

  test('reuses it for the commands of the scope', async () => {
    await scenario.begin();
    await scenario.finish();
    await scenario.succeed();
    await scenario.begin('s', { env: { HOME: '/home/tester', CALL: '2' } });

    expect(isRestored(scenario.latest)).toBe(true);
    expect(scenario.latest.spec.env).toMatchObject({ A: '1', CALL: '2' });
    expect(scenario.captures).toHaveLength(1);
  });

  test('leaves each command the variables of its network proxies', async () => {
    await scenario.begin('s', { restrictions: PROXIED });
    const proxies = { HTTP_PROXY: 'http://127.0.0.1:1080', ALL_PROXY: 'socks5h://127.0.0.1:1081' };
    expect(scenario.latest.spec.env).toMatchObject(proxies);
    await scenario.finish(
      `${MARK}f() { :; }${MARK}HOME=/home/tester\0HTTP_PROXY=http://other\0${MARK}`,
    );
    await scenario.succeed();

    expect(isRestored(scenario.latest)).toBe(true);
    expect(scenario.latest.spec.env).toMatchObject(proxies);
  });

  test('leaves a command alone that has a network of its own', async () => {
    const sandbox = {
      permissions: { type: 'disabled' },
      cwd: undefined,
      workspaceRoots: [],
    } as const;
    await scenario.begin('s', {
      restrictions: { ...PROXIED, sandbox, enforceManagedNetwork: true },
    });
    expect(scenario.latest.spec).toMatchObject({
      argv: LOGIN,
      env: { HTTP_PROXY: 'http://127.0.0.1:1080' },
    });
    expect(scenario.captures).toEqual([]);
  });

  test('lets commands that arrive meanwhile wait for the one capture', async () => {
    await scenario.begin();
    await scenario.begin();
    expect(scenario.bench.runner.started).toHaveLength(1);
    await scenario.finish();
    await scenario.succeed();

    expect(scenario.bench.runner.started.filter(isRestored)).toHaveLength(2);
    expect(scenario.captures).toHaveLength(1);
  });

  test('leaves a command alone that would not fit in the arguments of a process with it', async () => {
    await scenario.begin();
    await scenario.finish();
    await scenario.succeed();
    const argv = ['/bin/bash', '-lc', 'x'.repeat(130_000)];
    await scenario.begin('s', { argv });
    expect(scenario.latest.spec.argv).toBe(argv);
  });

  test('leaves other commands and commands without a snapshot alone', async () => {
    await scenario.begin('s', { argv: ['/bin/bash', '-c', 'true'] });
    await scenario.begin('s', { shellSnapshot: undefined });
    expect(scenario.bench.runner.started.map(({ spec }) => spec.argv)).toEqual([
      ['/bin/bash', '-c', 'true'],
      LOGIN,
    ]);
  });

  test('refuses a shell that has no snapshots, and starts nothing', async () => {
    const shell = { name: 'fish', path: '/bin/bash' };
    const start = scenario.client.start('p', {
      ...snapshotOf('s'),
      shellSnapshot: { scopeId: 's', shell },
    });
    await expect(start).rejects.toThrow('shell snapshots are unsupported for shell `fish`');
    expect(scenario.bench.runner.asked).toEqual([]);
  });
});
