import { closeSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { loadCloseOnExec } from '../../../../src/adapters/processes/spawn/close-on-exec.js';
import { waitForForegroundGroup } from '../../../../src/adapters/processes/terminals/foreground-claim.js';
import { loadNativePty } from '../../../../src/adapters/processes/terminals/native-pty.js';
import { startBySetsid } from '../../../../src/adapters/processes/terminals/setsid-starter.js';
import type { TerminalStarter } from '../../../../src/adapters/processes/terminals/terminal-starter.js';
import { withResolvers } from '../../../../src/adapters/processes/terminals/with-resolvers.js';
import { readProcess } from '../../../../src/adapters/shared/process-table.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../../src/domain/processes/process-control.js';
import { isPending } from '../../../support/is-pending.js';
import { eventually } from '../proc-inspection.js';

let start: TerminalStarter | undefined;

beforeAll(async () => {
  start = await startBySetsid(await loadNativePty(), await loadCloseOnExec());
});

describe('Waiting for the foreground of a terminal', () => {
  test('ends for a shell that has put a job there before it was seen itself', async () => {
    const { promise: ended, resolve } = withResolvers<void>();
    const argv = ['bash', '--norc', '-i', '-c', 'sleep 600; true'];
    const program = { argv, env: { PATH: '/usr/bin:/bin' }, cwd: '/', size: DEFAULT_TERMINAL_SIZE };
    const { pid, fd, slave } = (await start?.(program, () => resolve(), nothing)) ?? never();
    const job = await eventually(() => {
      const { session, foregroundGroup = 0 } = readProcess(pid) ?? {};
      return session === pid && foregroundGroup > 0 && foregroundGroup !== pid && foregroundGroup;
    });
    expect(await isPending(waitForForegroundGroup(pid))).toBe(false);
    process.kill(-job, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    await ended;
    closeSync(slave);
    closeSync(fd);
  });
});

const nothing = (): void => undefined;

const never = (): never => {
  throw new Error('setsid does not work here');
};
