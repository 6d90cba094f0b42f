import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openOutputPipe } from '../../../../src/adapters/processes/pipes/fifo-pipe.js';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { readProcess } from '../../../../src/adapters/shared/process-table.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { allEnded, eventually, guardOf, isRunning, sessionMembers } from '../proc-inspection.js';

let warnings: string[];
let guard: Watchdog;
let directory: string;
const children: ChildProcess[] = [];
const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };

beforeEach(async () => {
  warnings = [];
  await noWatchdog();
  directory = mkdtempSync(join(tmpdir(), 'guard-'));
  guard = new Watchdog(logger);
});

afterEach(async () => {
  guard.dispose();
  await noWatchdog();
  for (const { pid } of children.splice(0)) {
    try {
      process.kill(-(pid ?? 0), 'SIGKILL');
    } catch {
      // As it should be.
    }
  }
  rmSync(directory, { recursive: true, force: true });
});

/** A process that leads a session and a group, as the runner starts them. */
const lead = async (script: string): Promise<number> => {
  const child = spawn('bash', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child.pid ?? 0;
};

const startTime = (pid: number): string | undefined => readProcess(pid)?.startTime;

/** Of an earlier test either. */
const noWatchdog = (): Promise<boolean> => eventually(() => guardOf(process.pid) === undefined);

const guardPid = (): Promise<number> => eventually(() => guardOf(process.pid));

test('Watchdog starts when it is first needed, and once', async () => {
  expect(guardOf(process.pid)).toBeUndefined();
  guard.ensure();
  const pid = await guardPid();
  guard.ensure();
  expect(guardOf(process.pid)).toBe(pid);
  guard.dispose();
  await allEnded([pid]);
});

test('Watchdog kills the recorded groups and sessions and then ends', async () => {
  guard.ensure();
  const leader = await lead('trap "" HUP TERM; set -m; sleep 60 & sleep 60 & echo; wait');
  guard.started(leader, startTime(leader));
  const members = sessionMembers(leader);
  expect(members).toHaveLength(3);
  const own = await guardPid();
  guard.dispose();
  await allEnded([...members, own]);
});

test('Watchdog kills a session whose leader has ended', async () => {
  guard.ensure();
  const leader = await lead('set -m; sleep 60 > /dev/null & echo; read < /dev/zero');
  guard.started(leader, startTime(leader));
  process.kill(leader, 'SIGKILL');
  const members = await eventually(() => !isRunning(leader) && sessionMembers(leader));
  expect(members).toHaveLength(1);
  guard.dispose();
  await allEnded(members);
});

test('Watchdog does not kill a process that has reused a recorded pid', async () => {
  guard.ensure();
  const reused = await lead('echo; sleep 60');
  guard.started(reused, String(Number(startTime(reused)) - 1));
  const early = await lead('echo; sleep 60');
  guard.started(early);
  const own = await guardPid();
  guard.dispose();
  await allEnded([own]);
  expect([reused, early].map(isRunning)).toEqual([true, true]);
});

test('Watchdog does not kill what was unregistered', async () => {
  guard.ensure();
  const [one, two, three] = [
    await lead('echo; sleep 60'),
    await lead('echo; sleep 60'),
    await lead('echo; sleep 60'),
  ];
  for (const pid of [one, two, three]) {
    guard.started(pid, startTime(pid));
  }
  guard.unregister([one, three]);
  const own = await guardPid();
  guard.dispose();
  await allEnded([own, two]);
  expect([one, three].map(isRunning)).toEqual([true, true]);
});

test('Watchdog looks for no process when all are gone', async () => {
  guard.ensure();
  const leader = await lead('echo; sleep 60');
  guard.started(leader, startTime(leader));
  const own = await guardPid();
  guard.dispose(true);
  await allEnded([own]);
  expect(isRunning(leader)).toBe(true);
});

test.each([
  ['and all others', false, false],
  ['although all others are gone', true, false],
  ['in the directory to remove', true, true],
])(
  'Watchdog kills a process that was being started, found by its stdout, %s',
  async (_, areAllGone, isKnown) => {
    guard.ensure();
    if (isKnown) {
      guard.removeOnExit(directory);
    }
    const paths = ['started', 'other'].map((name) => join(directory, name));
    execFileSync('mkfifo', paths);
    guard.announceSpawn(paths[0] ?? '');
    const pids = paths.map((path) => {
      const { childFd } = openOutputPipe(path);
      const child = spawn('sleep', ['60'], {
        detached: true,
        stdio: ['ignore', childFd, 'ignore'],
      });
      children.push(child);
      return child.pid ?? 0;
    });
    const own = await guardPid();
    guard.dispose(areAllGone);
    await allEnded([own, ...pids.slice(0, 1)]);
    expect(isRunning(pids[1] ?? 0)).toBe(true);
  },
);

test('Watchdog removes the directory of the FIFOs and no directory of another name', async () => {
  const fifos = join(directory, 'with  two spaces', 'exec-server-fifos-1-2-3-AAAAAA');
  mkdirSync(join(fifos, 'x'), { recursive: true });
  guard.removeOnExit(directory);
  guard.ensure();
  const own = await guardPid();
  guard.dispose();
  await allEnded([own]);
  expect(existsSync(fifos)).toBe(true);

  guard = new Watchdog(logger);
  guard.ensure();
  guard.removeOnExit(fifos);
  guard.dispose();
  await eventually(() => !existsSync(fifos));
});

test('Watchdog removes placeholders that are still there, still empty and the same', async () => {
  const make = (name: string, kind: 'file' | 'directory'): string => {
    const path = join(directory, name);
    if (kind === 'file') {
      writeFileSync(path, '');
    } else {
      mkdirSync(path);
    }
    guard.placeholderMade({ path, kind }, lstatSync(path, { bigint: true }).ino);
    return path;
  };
  const odd = `odd  \\ * " ' $(exit) m1=x m2-$(kill $$) m3;kill ü`;
  make(odd, 'directory');
  make('.env', 'file');
  const kept = [make('used', 'directory'), make('full', 'file'), make('freed', 'directory')];
  const replaced = make('replaced', 'file');
  mkdirSync(join(kept[0] ?? '', 'inside'));
  writeFileSync(kept[1] ?? '', 'x');
  guard.placeholderRemoved(kept[2] ?? '');
  writeFileSync(`${replaced}.new`, '');
  renameSync(`${replaced}.new`, replaced);
  const first = await guardPid();
  process.kill(first, 'SIGKILL');
  const own = await eventually(() => {
    const pid = guardOf(process.pid);
    return pid !== first && pid;
  });
  guard.dispose();
  await allEnded([own]);
  expect(readdirSync(directory).sort()).toEqual(['freed', 'full', 'replaced', 'used']);
});

test('Watchdog ignores the signals of a terminal and of a shutdown', async () => {
  guard.ensure();
  const pid = await guardPid();
  // It has set them aside once it is where it wants to be.
  await eventually(() => isWaitingForInput(pid));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
  }
  const leader = await lead('echo; sleep 60');
  guard.started(leader, startTime(leader));
  guard.dispose();
  await allEnded([leader, pid]);
  expect(warnings).toEqual([]);
});

test('Watchdog leads a session, runs in / and holds its pipe only', async () => {
  guard.ensure();
  const pid = await guardPid();
  expect(readProcess(pid)).toMatchObject({ session: pid, group: pid });
  expect(readlinkSync(`/proc/${pid}/cwd`)).toBe('/');
  const held = [0, 1, 2].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  expect(held).toEqual([expect.stringMatching(/^socket:/), '/dev/null', '/dev/null']);
  const more = readdirSync(`/proc/${pid}/fd`).filter((fd) => Number(fd) > 2);
  const inherited = more.map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  expect(inherited.filter((target) => /socket|ptmx/.test(target))).toEqual([]);
});

test('Watchdog that is killed is replaced by one with the same records', async () => {
  guard.ensure();
  const leaders = [await lead('echo; sleep 60'), await lead('echo; sleep 60')];
  for (const pid of leaders) {
    guard.started(pid, startTime(pid));
  }
  for (const _ of ['once', 'and again']) {
    const killed = await guardPid();
    process.kill(killed, 'SIGKILL');
    await eventually(() => ![undefined, killed].includes(guardOf(process.pid)));
  }
  guard.dispose();
  await allEnded(leaders);
  expect(warnings).toHaveLength(1);
});

test('Watchdog without a shell warns once and fails in no other way', async () => {
  const none = new Watchdog(logger, '/no/such/shell');
  none.ensure();
  none.started(2 ** 22, '1');
  await eventually(() => warnings.length > 0);
  none.ensure();
  none.unregister([2 ** 22]);
  none.dispose();
  expect(warnings).toEqual([expect.stringContaining('watchdog not running')]);
});

const isWaitingForInput = (pid: number): boolean => {
  const ignored = execFileSync('grep', ['SigIgn', `/proc/${pid}/status`], { encoding: 'utf8' });
  return (Number.parseInt(ignored.slice(-5), 16) & 0x40_07) === 0x40_07;
};
