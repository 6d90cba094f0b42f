import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openOutputPipe } from '../../../../src/adapters/processes/pipes/fifo-pipe.js';
import { loadCloseOnExec } from '../../../../src/adapters/processes/spawn/close-on-exec.js';
import { loadNativePty } from '../../../../src/adapters/processes/terminals/native-pty.js';
import { Watchdog } from '../../../../src/adapters/processes/termination/watchdog.js';
import { allEnded, eventually, guardOf, isRunning } from '../proc-inspection.js';
import { guardPid, WatchdogFixture } from './watchdog-fixture.js';

let fixture: WatchdogFixture;

beforeEach(async () => {
  fixture = await WatchdogFixture.create();
});

afterEach(() => fixture.dispose());

test.each([
  ['and all others', false, false],
  ['although all others are gone', true, false],
  ['in the directory to remove', true, true],
])(
  'Watchdog kills a process that was being started, found by its stdout, %s',
  async (_, areAllGone, isKnown) => {
    fixture.guard.ensure();
    if (isKnown) {
      fixture.guard.removeOnExit(fixture.directory);
    }
    const paths = ['started', 'other'].map((name) => join(fixture.directory, name));
    execFileSync('mkfifo', paths);
    fixture.guard.announceSpawn(paths[0] ?? '');
    const pids = paths.map((path) => {
      const { childFd } = openOutputPipe(path);
      return fixture.spawn('sleep', ['60'], ['ignore', childFd, 'ignore']).pid ?? 0;
    });
    const own = await guardPid();
    fixture.guard.dispose(areAllGone);
    await allEnded([own, ...pids.slice(0, 1)]);
    expect(isRunning(pids[1] ?? 0)).toBe(true);
  },
);

test.each([
  ['kills a process that was being started, found by its lost terminal', false],
  ['does not kill a process on the former terminal of one that was not started', true],
])('Watchdog %s', async (_, hasFailed) => {
  fixture.guard.ensure();
  const [native, closeOnExec] = await Promise.all([loadNativePty(), loadCloseOnExec()]);
  const { master, slave, pty } = native.open(80, 24);
  closeOnExec(master);
  fixture.guard.announceSpawn(pty);
  if (hasFailed) {
    fixture.guard.spawnFailed();
  }
  const { pid = 0 } = fixture.spawn('sleep', ['60'], [slave, slave, slave]);
  closeSync(slave);
  closeSync(master);
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded(hasFailed ? [own] : [own, pid]);
  expect(isRunning(pid)).toBe(hasFailed);
});

test('Watchdog removes the directory of the FIFOs and no directory of another name', async () => {
  const fifos = join(fixture.directory, 'with  two spaces', 'exec-server-fifos-1-2-3-AAAAAA');
  mkdirSync(join(fifos, 'x'), { recursive: true });
  fixture.guard.removeOnExit(fixture.directory);
  fixture.guard.ensure();
  const own = await guardPid();
  fixture.guard.dispose();
  await allEnded([own]);
  expect(existsSync(fifos)).toBe(true);

  fixture.guard = new Watchdog(fixture.logger);
  fixture.guard.ensure();
  fixture.guard.removeOnExit(fifos);
  fixture.guard.dispose();
  await eventually(() => !existsSync(fifos));
});

test('Watchdog removes placeholders that are still there, still empty and the same', async () => {
  const make = (name: string, kind: 'file' | 'directory'): string => {
    const path = join(fixture.directory, name);
    if (kind === 'file') {
      writeFileSync(path, '');
    } else {
      mkdirSync(path);
    }
    fixture.guard.placeholderMade({ path, kind }, lstatSync(path, { bigint: true }).ino);
    return path;
  };
  const odd = `odd  \\ * " ' $(exit) m1=x m2-$(kill $$) m3;kill ü`;
  make(odd, 'directory');
  make('.env', 'file');
  const kept = [make('used', 'directory'), make('full', 'file'), make('freed', 'directory')];
  const replaced = make('replaced', 'file');
  mkdirSync(join(kept[0] ?? '', 'inside'));
  writeFileSync(kept[1] ?? '', 'x');
  fixture.guard.placeholderRemoved(kept[2] ?? '');
  writeFileSync(`${replaced}.new`, '');
  renameSync(`${replaced}.new`, replaced);
  const first = await guardPid();
  process.kill(first, 'SIGKILL');
  const own = await eventually(() => {
    const pid = guardOf(process.pid);
    return pid !== first && pid;
  });
  fixture.guard.dispose();
  await allEnded([own]);
  expect(readdirSync(fixture.directory).sort()).toEqual(['freed', 'full', 'replaced', 'used']);
});
