import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { allEnded, eventually, guardOf, isRunning } from '../proc-inspection.js';
import { guardPid, startTime, WatchdogFixture } from './watchdog-fixture.js';

/** More lines than the journal takes before it is replaced. */
const MANY = 2000;
/** More than half of the lines that it takes. */
const HALF = 500;

let fixture: WatchdogFixture;

beforeEach(async () => {
  fixture = await WatchdogFixture.create();
});

afterEach(() => fixture.dispose());

test('Watchdog kills a process that was started before its journal was replaced', async () => {
  fixture.guard.ensure();
  const leader = await fixture.lead('echo; sleep 60');
  fixture.guard.started(leader, startTime(leader));
  const freed = await fixture.lead('echo; sleep 60');
  fixture.guard.started(freed, startTime(freed));
  fixture.guard.unregister([freed]);
  startAndEndMany(MANY);
  expect(journalText().length).toBeLessThan(32 * 1024);
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([own, leader]);
  expect(isRunning(freed)).toBe(true);
});

test('Watchdog reads no line from before its journal was replaced', async () => {
  fixture.guard.ensure();
  const leader = await fixture.lead('echo; sleep 60');
  startAndEndMany(HALF);
  fixture.guard.started(leader, startTime(leader));
  startAndEndMany(HALF);
  expect(journalText().startsWith(`+${leader} `)).toBe(true);
  fixture.guard.unregister([leader]);
  expect(journalText().lastIndexOf(`+${leader} `)).toBeGreaterThan(journalText().indexOf('\n\n'));
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([own]);
  expect(isRunning(leader)).toBe(true);
});

test('Journal grows with the processes that run', () => {
  fixture.guard.ensure();
  for (let pid = 1; pid <= MANY; pid += 1) {
    fixture.guard.started(2 ** 22 + pid, '1');
  }
  const all = journalText().split('\n\n', 1)[0] ?? '';
  expect(new Set(all.split('\n')).size).toBe(MANY);
});

test('Watchdog whose journal cannot be written is replaced by one without, with the same records', async () => {
  fixture.guard.ensure();
  const leaders = [await fixture.lead('echo; sleep 60'), await fixture.lead('echo; sleep 60')];
  const former = await guardPid();
  fixture.guard.started(leaders[0] ?? 0, startTime(leaders[0] ?? 0));
  const journal = journalFd();
  const restore = failToWrite(journal);
  fixture.guard.started(leaders[1] ?? 0, startTime(leaders[1] ?? 0));
  await eventually(() => ![undefined, former].includes(guardOf(process.pid)));
  restore();
  expect(linkOf(String(journal))).not.toBe('/dev/full');
  expect(journalFds()).toEqual([]);
  fixture.guard.dispose();
  await allEnded(leaders);
});

test('Watchdog without a directory for its journal is told through its socket', async () => {
  fixture.guard = new Watchdog(fixture.logger, () => {
    throw new Error('no directory');
  });
  fixture.guard.ensure();
  const leader = await fixture.lead('echo; sleep 60');
  fixture.guard.started(leader, startTime(leader));
  fixture.guard.dispose();
  await allEnded([leader]);
  expect(fixture.warnings).toEqual([]);
});

test('Journal is closed when the watchdog is disposed of', async () => {
  fixture.guard.ensure();
  expect(journalFds()).toHaveLength(1);
  fixture.guard.dispose();
  expect(journalFds()).toEqual([]);
});

/** Of process ids that no process has. */
const startAndEndMany = (count: number): void => {
  for (let pid = 2 ** 22; pid < 2 ** 22 + count; pid += 1) {
    fixture.guard.started(pid, '1');
    fixture.guard.unregister([pid]);
  }
};

const journalFds = (): readonly number[] =>
  readdirSync('/proc/self/fd')
    .filter((fd) => linkOf(fd).startsWith(`${fixture.directory}/`))
    .map(Number);

const journalFd = (): number => journalFds()[0] ?? -1;

const journalText = (): string => readFileSync(`/proc/self/fd/${journalFd()}`, 'latin1');

const linkOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return '';
  }
};

/** Has writes to the descriptor fail as on a full file system; returns what closes the descriptors that this took. */
const failToWrite = (fd: number): (() => void) => {
  closeSync(fd);
  const opened: number[] = [];
  while (opened.at(-1) !== fd) {
    opened.push(openSync('/dev/full', 'r+'));
  }
  return () => {
    for (const spare of opened.slice(0, -1)) {
      closeSync(spare);
    }
  };
};
