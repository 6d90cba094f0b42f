import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { SessionKiller } from '../../../../src/adapters/processes/termination/session-killer.js';
import { readProcess, visitProcesses } from '../../../../src/adapters/shared/process-table.js';
import { silentLogger } from '../../../../src/main/silent-logger.js';
import { isRunning, sessionMembers } from '../proc-inspection.js';

const MEMBERS = 20;
const TIMEOUT_MS = 25_000;

let warnings: string[];
let child: ChildProcess;
let session: number;
const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };

/** Each member has a group of its own and memory that takes a moment to be freed. */
beforeEach(async () => {
  warnings = [];
  const member =
    'printf -v x %10000s; x=$x$x$x$x$x$x$x$x$x$x; x=$x$x$x$x$x$x$x$x$x$x; echo; sleep 60; :';
  const script = `set -m; for i in {1..${MEMBERS}}; do bash -c '${member}' & done; wait`;
  child = spawn('bash', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  session = child.pid ?? 0;
  let lines = 0;
  for await (const chunk of child.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    lines += chunk.length;
    if (lines >= MEMBERS) {
      break;
    }
  }
});

afterEach(async () => {
  const killer = new SessionKiller(silentLogger);
  killer.end(session, readProcess(session)?.startTime);
  await killer.settled(TIMEOUT_MS);
});

test('SessionKiller leaves no member of the session once it has settled', async () => {
  const killer = new SessionKiller(logger);
  expect(sessionMembers(session).length).toBeGreaterThan(MEMBERS);
  killer.end(session, readProcess(session)?.startTime);
  expect(await killer.settled(0)).toBe(false);
  expect(await killer.settled(TIMEOUT_MS)).toBe(true);
  expect(sessionMembers(session)).toEqual([]);
  expect(warnings).toEqual([]);
});

test('SessionKiller kills while it scans, since by the end a process that forks has another pid', async () => {
  const exited = once(child, 'exit');
  const killer = new SessionKiller(logger, TIMEOUT_MS, async (visit) => {
    await visitProcesses(visit);
    await exited;
  });
  killer.end(session, readProcess(session)?.startTime);
  expect(await killer.settled(TIMEOUT_MS)).toBe(true);
});

test('SessionKiller warns when a process does not end in time', async () => {
  const killer = new SessionKiller(logger, 0);
  killer.end(session, readProcess(session)?.startTime);
  expect(await killer.settled(TIMEOUT_MS)).toBe(false);
  expect(warnings).toEqual(['killed processes do not exit']);
});

test('SessionKiller does not touch a session whose pid was reused', async () => {
  const killer = new SessionKiller(logger);
  killer.end(session, String(Number(readProcess(session)?.startTime) - 1));
  await killer.settled(TIMEOUT_MS);
  killer.end(session, undefined);
  await killer.settled(TIMEOUT_MS);
  expect(sessionMembers(session).length).toBeGreaterThan(MEMBERS);
});

test('SessionKiller kills a session added while it scans another', async () => {
  const killer = new SessionKiller(logger);
  const other = spawn('bash', ['-c', 'set -m; sleep 60 & echo; wait'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(other.stdout as NodeJS.ReadableStream, 'data');
  killer.end(session, readProcess(session)?.startTime);
  await new Promise(setImmediate);
  killer.end(other.pid ?? 0, readProcess(other.pid ?? 0)?.startTime);
  await killer.settled(TIMEOUT_MS);
  expect([other.pid ?? 0, session].some(isRunning)).toBe(false);
});
