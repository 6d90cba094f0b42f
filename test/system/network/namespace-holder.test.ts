import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/index.js';
import {
  allEnded,
  argumentsOf,
  eventually,
  runningProcesses,
} from '../../adapters/processes/proc-inspection.js';
import { ENV } from '../sandbox/sandbox-fixture.js';
import { managed } from '../sandbox/sandbox-policies.js';
import { describeSandboxed } from '../sandbox/with-bubblewrap.js';

const READ_ALL = [{ path: { type: 'special', value: { kind: 'root' } }, access: 'read' } as const];

/** The processes that hold namespaces for this daemon: bubblewrap, and the script in it. */
const holdersOf = (daemon: number): readonly number[] => {
  const isBelow = (pid: number): boolean => pid === daemon || (pid > 0 && isBelow(parentOf(pid)));
  const isHolder = (pid: number): boolean =>
    argumentsOf(pid).some((argument) => argument.includes('namespace-holder'));
  return runningProcesses().filter((pid) => isHolder(pid) && isBelow(pid));
};

/** 0 when it has ended. */
const parentOf = (pid: number): number => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
  } catch {
    return 0;
  }
};

describeSandboxed('The holder of a network namespace', () => {
  let server: ExecServerHarness;
  let client: Client;
  let holders: readonly number[] = [];

  const start = (file: string, args: readonly string[] = []) =>
    client.run(file, args, {
      env: ENV,
      extendEnv: false,
      reject: false,
      sandbox: managed('/', READ_ALL, 'enabled'),
      enforceManagedNetwork: true,
      networkProxy: {
        proxy: {
          enabled: true,
          enableSocks5: true,
          enableSocks5Udp: false,
          allowUpstreamProxy: false,
          dangerouslyAllowAllUnixSockets: false,
          mode: 'full',
          allowLocalBinding: false,
        },
      },
    });

  /** Starts a process that runs until it is told to end; resolves with its id. */
  const startHeld = async ({ daemon } = server): Promise<string> => {
    const held = start('sleep', ['1000']);
    await held.started;
    holders = holdersOf(daemon?.pid ?? 0);
    expect(holders.length).toBeGreaterThan(0);
    return held.id;
  };

  beforeAll(async () => {
    server = await execServer({ mode: 'daemon', args: ['--session-ttl', '100ms'] });
  });
  beforeEach(async () => {
    client = await server.client();
  });
  afterEach(async () => {
    await client.close();
    await allEnded(holders);
  });
  afterAll(async () => {
    await server.shutdown();
  });

  test('ends with the process', async () => {
    const processId = await startHeld();
    await client.request('process/terminate', { processId });
    await allEnded(holders);
  });

  test('ends with a process that cannot be started', async () => {
    await startHeld();
    const before = holdersOf(server.daemon?.pid ?? 0).length;
    await start('/nowhere');
    const isAsBefore = () => holdersOf(server.daemon?.pid ?? 0).length === before;
    expect(await eventually(isAsBefore)).toBe(true);
  });

  test('ends with the session', async () => {
    await startHeld();
    await client.detach();
    await allEnded(holders);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('ends with the daemon by %s', async (signal) => {
    await using own = await execServer({ mode: 'daemon' });
    client = await own.client();
    await startHeld(own);
    own.daemon?.kill(signal);
    await allEnded(holders);
  });
});
