import { execFileSync } from 'node:child_process';
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { readProcess } from '../../../../src/adapters/shared/process-table.js';
import { allEnded, eventually, guardOf, isRunning, sessionMembers } from '../proc-inspection.js';
import { guardPid, startTime, WatchdogFixture } from './watchdog-fixture.js';

let fixture: WatchdogFixture;

beforeEach(async () => {
  fixture = await WatchdogFixture.create();
});

afterEach(() => fixture.dispose());

test('Watchdog starts when it is first needed, and once', async () => {
  expect(guardOf(process.pid)).toBeUndefined();
  fixture.guard.ensure();
  const pid = await guardPid();
  fixture.guard.ensure();
  expect(guardOf(process.pid)).toBe(pid);
  fixture.guard.dispose();
  await allEnded([pid]);
});

test('Watchdog kills the recorded groups and sessions and then ends', async () => {
  fixture.guard.ensure();
  const leader = await fixture.lead('trap "" HUP TERM; set -m; sleep 60 & sleep 60 & echo; wait');
  fixture.guard.started(leader, startTime(leader));
  const members = sessionMembers(leader);
  expect(members).toHaveLength(3);
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([...members, own]);
});

test('Watchdog kills a session whose leader has ended', async () => {
  fixture.guard.ensure();
  const leader = await fixture.lead('set -m; sleep 60 > /dev/null & echo; read < /dev/zero');
  fixture.guard.started(leader, startTime(leader));
  process.kill(leader, 'SIGKILL');
  const members = await eventually(() => !isRunning(leader) && sessionMembers(leader));
  expect(members).toHaveLength(1);
  fixture.guard.dispose();
  await allEnded(members);
});

test('Watchdog does not kill a process that has reused a recorded pid', async () => {
  fixture.guard.ensure();
  const reused = await fixture.lead('echo; sleep 60');
  fixture.guard.started(reused, String(Number(startTime(reused)) - 1));
  const early = await fixture.lead('echo; sleep 60');
  fixture.guard.started(early);
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([own]);
  expect([reused, early].map(isRunning)).toEqual([true, true]);
});

test('Watchdog does not kill what was unregistered', async () => {
  fixture.guard.ensure();
  const [one, two, three] = [
    await fixture.lead('echo; sleep 60'),
    await fixture.lead('echo; sleep 60'),
    await fixture.lead('echo; sleep 60'),
  ];
  for (const pid of [one, two, three]) {
    fixture.guard.started(pid, startTime(pid));
  }
  fixture.guard.unregister([one, three].map(identify));
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([own, two]);
  expect([one, three].map(isRunning)).toEqual([true, true]);
});

test('Watchdog kills a process that has the pid of one that was unregistered', async () => {
  fixture.guard.ensure();
  const pid = await fixture.lead('echo; sleep 60');
  const former = { pid, startTime: String(Number(startTime(pid)) - 1) };
  fixture.guard.started(former.pid, former.startTime);
  fixture.guard.started(pid, startTime(pid));
  fixture.guard.unregister([former]);
  fixture.guard.dispose();
  await allEnded([pid]);
});

test('Watchdog looks for no process when all are gone', async () => {
  fixture.guard.ensure();
  const leader = await fixture.lead('echo; sleep 60');
  fixture.guard.started(leader, startTime(leader));
  fixture.guard.announceSpawn(join(fixture.directory, 'never-started'));
  fixture.guard.spawnFailed();
  const own = await guardPid();
  fixture.guard.dispose(true);
  await allEnded([own]);
  expect(isRunning(leader)).toBe(true);
});

test('Watchdog ignores the signals of a terminal and of a shutdown', async () => {
  fixture.guard.ensure();
  const pid = await guardPid();
  // It has set them aside once it is where it wants to be.
  await eventually(() => isWaitingForInput(pid));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.kill(pid, signal);
  }
  const leader = await fixture.lead('echo; sleep 60');
  fixture.guard.started(leader, startTime(leader));
  fixture.guard.dispose();
  await allEnded([leader, pid]);
  expect(fixture.warnings).toEqual([]);
});

test('Watchdog leads a session, runs in / and holds its pipe only', async () => {
  fixture.guard.ensure();
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
  fixture.guard.ensure();
  const leaders = [await fixture.lead('echo; sleep 60'), await fixture.lead('echo; sleep 60')];
  for (const pid of leaders) {
    fixture.guard.started(pid, startTime(pid));
  }
  for (const _ of ['once', 'and again']) {
    const killed = await guardPid();
    process.kill(killed, 'SIGKILL');
    await eventually(() => ![undefined, killed].includes(guardOf(process.pid)));
  }
  fixture.guard.dispose();
  await allEnded(leaders);
  expect(fixture.warnings).toHaveLength(1);
});

test('Watchdog without a shell warns once and fails in no other way', async () => {
  const none = new Watchdog(fixture.logger, '/no/such/shell');
  none.ensure();
  none.started(2 ** 22, '1');
  await eventually(() => fixture.warnings.length > 0);
  none.ensure();
  none.unregister([{ pid: 2 ** 22, startTime: '1' }]);
  none.dispose();
  expect(fixture.warnings).toEqual([expect.stringContaining('watchdog not running')]);
});

const identify = (pid: number) => ({ pid, startTime: startTime(pid) });

const isWaitingForInput = (pid: number): boolean => {
  const ignored = execFileSync('grep', ['SigIgn', `/proc/${pid}/status`], { encoding: 'utf8' });
  return (Number.parseInt(ignored.slice(-5), 16) & 0x40_07) === 0x40_07;
};
