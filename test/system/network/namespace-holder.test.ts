import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
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
  let holders: readonly number[] = [];

  const start = (argv: readonly string[]): Promise<string> =>
    server.startProcess({
      argv: [...argv],
      env: ENV,
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

  /** Starts a process that runs until it is told to end. */
  const startHeld = async (): Promise<string> => {
    const processId = await start(['sleep', '1000']);
    holders = holdersOf(server.daemon?.pid ?? 0);
    expect(holders.length).toBeGreaterThan(0);
    return processId;
  };

  beforeEach(async () => {
    server = await execServer({ mode: 'daemon', args: ['--session-ttl', '100ms'] });
  });
  afterEach(async () => {
    await server.shutdown();
  });

  test('ends with the process', async () => {
    await server.request('process/terminate', { processId: await startHeld() });
    await allEnded(holders);
  });

  test('ends with a process that cannot be started', async () => {
    await startHeld();
    const before = holdersOf(server.daemon?.pid ?? 0).length;
    await server.outcome(await start(['/nowhere']));
    const isAsBefore = () => holdersOf(server.daemon?.pid ?? 0).length === before;
    expect(await eventually(isAsBefore)).toBe(true);
  });

  test('ends with the session', async () => {
    await startHeld();
    await server.disconnect('reset');
    await allEnded(holders);
  });

  test.each(['SIGTERM', 'SIGKILL'] as const)('ends with the daemon by %s', async (signal) => {
    await startHeld();
    server.daemon?.kill(signal);
    await allEnded(holders);
  });
});
