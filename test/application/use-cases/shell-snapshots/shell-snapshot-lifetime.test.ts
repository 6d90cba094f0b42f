import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SpawnProcessCommand } from '../../../../src/application/use-cases/processes/spawn-process.js';
import { isKilled, ShellSnapshotScenario } from './shell-snapshot-scenario.js';

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

let scenario: ShellSnapshotScenario;

beforeEach(() => {
  scenario = new ShellSnapshotScenario();
});

describe('a shell snapshot', () => {
  beforeEach(async () => {
    await scenario.begin();
    await scenario.finish();
    await scenario.succeed();
  });

  const others: { what: string; more: Partial<SpawnProcessCommand> }[] = [
    { what: 'directory', more: { cwd: { asSent: 'file:///srv', path: '/srv' } } },
    { what: 'environment policy', more: { envPolicy: POLICY } },
    { what: 'home directory', more: { env: { HOME: '/elsewhere' } } },
    { what: 'sandbox', more: { restrictions: RESTRICTED } },
  ];
  test.each(others)('does not serve another $what', async ({ more }) => {
    await scenario.begin('s', more);
    expect(scenario.captures).toHaveLength(2);
  });

  test('is captured in the sandbox of its command', async () => {
    await scenario.begin('s', { restrictions: RESTRICTED });
    const confinement = { network: 'restricted', files: undefined };
    expect(scenario.latest.spec).toMatchObject({ confinement });
    await scenario.finish();
    expect(scenario.latest.spec).toMatchObject({ confinement });
  });

  test('does not serve another scope or session', async () => {
    await scenario.begin('other');
    expect(scenario.captures).toHaveLength(2);
    await scenario.begin('s', {}, scenario.bench.open());
    expect(scenario.captures).toHaveLength(3);
  });

  test('is captured anew once a start-up file is changed', async () => {
    await scenario.bench.files.createDirectory('/home/tester', {
      recursive: true,
      followSymlinks: true,
    });
    await scenario.bench.files.writeFile('/home/tester/.bashrc', Buffer.from('x'), {
      followSymlinks: true,
    });
    await scenario.begin();
    expect(scenario.captures).toHaveLength(2);
  });

  test('is captured anew once a file appears in /etc/profile.d', async () => {
    await scenario.bench.files.createDirectory('/etc/profile.d', {
      recursive: true,
      followSymlinks: true,
    });
    await scenario.begin();
    await scenario.finish();
    await scenario.succeed();
    await scenario.bench.files.writeFile('/etc/profile.d/x.sh', Buffer.from(''), {
      followSymlinks: true,
    });
    await scenario.begin();
    expect(scenario.captures).toHaveLength(3);
  });

  test('is dropped when others of the session were used more recently', async () => {
    for (const scope of ['a', 'b']) {
      await scenario.begin(scope);
      await scenario.finish();
      await scenario.succeed();
    }
    await scenario.begin('b');
    expect(scenario.captures).toHaveLength(3);
    await scenario.begin('s');
    expect(scenario.captures).toHaveLength(4);
  });
});

describe('what start-up files leave in the background', () => {
  test('goes on, and is killed with the session', async () => {
    await scenario.begin();
    const [shell] = scenario.captures;
    await scenario.finish();
    await scenario.succeed();
    expect(isKilled(shell)).toBe(false);
    scenario.client.session.end();
    expect(isKilled(shell)).toBe(true);
  });

  test('is forgotten once nothing of it is left', async () => {
    await scenario.begin();
    const [shell] = scenario.captures;
    await scenario.finish();
    shell?.gone();
    scenario.client.session.end();
    expect(isKilled(shell)).toBe(false);
  });
});
