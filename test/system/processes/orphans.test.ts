import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fifoDirectory } from '../../../src/adapters/system/private-directory.js';
import { type Client, connect, type RunningProcess } from '../../../src/client/index.js';
import type { DaemonProcess } from '../../../src/testing/daemon-process.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import {
  allEnded,
  argumentsOf,
  eventually,
  guardOf,
  isRunning,
  runningProcesses,
} from '../../adapters/processes/proc-inspection.js';

const TREE = fileURLToPath(new URL('../../fixtures/processes/tree.sh', import.meta.url));
/** All trees that a test starts: on pipes and on terminals, with and without their leader. */
const KINDS = [
  { tty: false, file: TREE, args: [] },
  { tty: true, file: TREE, args: [] },
  { tty: false, file: TREE, args: ['leave'] },
  { tty: true, file: TREE, args: ['leave'] },
  { tty: true, file: 'bash', args: ['--norc', '-i', '-c', `${TREE} leave & ${TREE}`] },
];
const KEPT = new RegExp(
  `^exec-server-${process.getuid?.()}(/tools-\\w+(/(apply_patch|applypatch|rg))?)?$`,
);
const GUARD_BYTES = 2 * 1024 * 1024;

let directory: string;
/** For the tests that do not end it; each has a client of its own. */
let shared: ExecServerHarness;

beforeAll(async () => {
  shared = await execServer({ mode: 'daemon', args: ['--session-ttl', '200ms'] });
});

afterAll(() => shared.shutdown());

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'orphans-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

/** A daemon with a directory of its own; its shutdown is up to the test, with `await using`. */
const start = (): Promise<ExecServerHarness> =>
  execServer({ mode: 'daemon', env: { TMPDIR: directory } });

const daemonOf = ({ daemon }: ExecServerHarness): DaemonProcess => daemon as DaemonProcess;

/** What it leaves besides its own directory and the tools in it, which stay for the next daemon of this user. */
const filesOf = ({ pid }: DaemonProcess): readonly string[] => [
  ...readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(
    (path) => !KEPT.test(path),
  ),
  ...readdirSync(fifoDirectory()).filter((name) => name.startsWith(`exec-server-fifos-${pid}-`)),
];

/** Starts a tree of each kind; resolves with the pids of all members once all are there. */
const startTrees = async (
  client: Client,
): Promise<{ trees: readonly RunningProcess[]; pids: readonly number[] }> => {
  const trees: RunningProcess[] = [];
  for (const { tty, file, args } of KINDS) {
    const tree = client.run(file, args, { tty, reject: false });
    await tree.started;
    trees.push(tree);
  }
  const pids = await Promise.all(
    trees.map(async (tree) => {
      let text = '';
      const readies = tree === trees.at(-1) ? 2 : 1;
      for await (const bytes of tree.stdout) {
        text += bytes;
        if (text.split('ready').length > readies) {
          break;
        }
      }
      return [...text.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid));
    }),
  );
  expect(pids.map(({ length }) => length)).toEqual([6, 6, 6, 6, 12]);
  const all = pids.flat();
  // The leaders that leave their tree are the only ones that may have ended.
  expect(all.filter(isRunning).length).toBeGreaterThanOrEqual(all.length - 3);
  return { trees, pids: all };
};

describe('Termination', () => {
  test('leaves no process after process/terminate', async () => {
    await using client = await shared.client();
    const { trees, pids } = await startTrees(client);
    const terminate = ({ id }: RunningProcess) =>
      client.request('process/terminate', { processId: id });
    await Promise.all(trees.map(terminate));
    await allEnded(pids);
  });

  test('leaves no process after the end of its session', async () => {
    const client = await shared.client();
    const { pids } = await startTrees(client);
    await client.detach();
    await allEnded(pids);
  });

  test.each([
    ['pipes', false],
    ['a terminal', true],
  ])(
    'leaves no process on %s after the end of its session, though it was removed before',
    async (_, tty) => {
      const limits = { closedProcessRetentionMs: 50, sessionTtlMs: 200 };
      await using server = await execServer({ limits });
      const client = await server.client();
      const script = 'trap "" HUP; sleep 600 </dev/null >/dev/null 2>&1 & echo "pid $!."';
      const { stdout } = await client.run('bash', ['-c', script], { tty });
      const pid = Number(/pid (\d+)/.exec(stdout)?.[1]);
      while ((await client.processes()).length > 0) {
        // It is forgotten 50 ms after its end.
      }
      expect(isRunning(pid)).toBe(true);
      await client.detach();
      await allEnded([pid]);
    },
  );

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'leaves no process after %s to the daemon',
    async (signal) => {
      await using server = await start();
      const daemon = daemonOf(server);
      const { pids } = await startTrees(await server.client());
      const guard = await eventually(() => guardOf(daemon.pid));
      daemon.kill(signal);
      await daemon.exit();
      expect(pids.filter(isRunning)).toEqual([]);
      await allEnded([guard]);
      expect(filesOf(daemon)).toEqual([]);
    },
  );

  test('leaves no process, watchdog or file after SIGKILL to the daemon', async () => {
    await using server = await start();
    const daemon = daemonOf(server);
    const { pids } = await startTrees(await server.client());
    const guard = await eventually(() => guardOf(daemon.pid));
    daemon.kill('SIGKILL');
    await allEnded([...pids, guard]);
    expect(filesOf(daemon)).toEqual([]);
  });

  test('leaves no process after SIGKILL to the watchdog, then to the daemon', async () => {
    await using server = await start();
    const daemon = daemonOf(server);
    const client = await server.client();
    const { pids } = await startTrees(client);
    const first = await eventually(() => guardOf(daemon.pid));
    process.kill(first, 'SIGKILL');
    const second = await eventually(() => {
      const now = guardOf(daemon.pid);
      return now !== first && now;
    });
    // The watchdog is told in the turn that starts it, before any later reply.
    await client.request('environment/status', {});
    // Terminals are open already when it comes.
    expect(linksOf(second).filter((target) => target.includes('ptmx'))).toEqual([]);
    daemon.kill('SIGKILL');
    await allEnded([...pids, second]);
    expect(daemon.stderr.match(/watchdog not running/g)).toHaveLength(1);
  });

  test('leaves no process after SIGKILL to the daemon while it starts processes', async () => {
    await using server = await start();
    const daemon = daemonOf(server);
    const mark = `600.${process.pid}`;
    const client = await connect(server.url, { recoveryMs: 0 });
    const starts = Array.from({ length: 200 }, () =>
      client.run('sleep', [mark], { reject: false }).started.catch(() => undefined),
    );
    await Promise.race(starts);
    await eventually(() => runningWith(mark).length >= 5);
    const guard = await eventually(() => guardOf(daemon.pid));
    daemon.kill('SIGKILL');
    await Promise.all(starts);
    await allEnded([guard]);
    expect(runningWith(mark)).toEqual([]);
  });
});

describe('The watchdog', () => {
  test('uses less than 2 MiB of memory for 100 processes', async () => {
    await using client = await shared.client();
    for (let i = 0; i < 100; i += 1) {
      await client.run('sleep', ['600'], { tty: i % 10 === 0, reject: false }).started;
    }
    const guard = await eventually(() => guardOf(daemonOf(shared).pid));
    // Pss counts what it shares with other processes by its share: what the host would have without it.
    const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${guard}/smaps_rollup`, 'utf8'));
    expect(Number(pss?.[1]) * 1024).toBeLessThan(GUARD_BYTES);
  });

  test('has one end of a socket and no terminal, and no process has either end', async () => {
    await using client = await shared.client();
    const { pids } = await startTrees(client);
    const guard = await eventually(() => guardOf(daemonOf(shared).pid));
    const launchedWith = new Set(linksOf(process.pid));
    const ownOf = (pid: number) => linksOf(pid).filter((target) => !launchedWith.has(target));
    expect(ownOf(guard)).toEqual([expect.stringMatching(/^socket:/)]);
    expect(pids.flatMap(ownOf).filter((target) => target.startsWith('socket:'))).toEqual([]);
  });
});

const linksOf = (pid: number): string[] => {
  const path = `/proc/${pid}/fd`;
  try {
    return readdirSync(path).map((fd) => readLink(join(path, fd)));
  } catch {
    // It has ended; of a zombie only root may ask.
    return [];
  }
};

const readLink = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

const runningWith = (argument: string): number[] =>
  runningProcesses().filter((pid) => argumentsOf(pid).includes(argument));
