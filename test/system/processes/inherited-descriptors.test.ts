import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Client } from '../../../src/client/index.js';
import { eventually, guardOf } from '../../adapters/processes/proc-inspection.js';
import { RawDaemon } from '../raw-daemon.js';
import { workspaceWrite } from '../sandbox/sandbox-policies.js';
import { describeSandboxed } from '../sandbox/with-bubblewrap.js';

/** Below and above what Node marks by itself, with gaps between. */
const OPENED = [3, 9, 15, 17, 63, 200, 999];
/** The lock that keeps a second daemon from being started. */
const SCRIPT = [
  ...OPENED.map((fd) => `exec ${fd}>>"$LOCK"`),
  'flock --nonblock 200 || exit',
  'exec "$@"',
].join('\n');

let directory: string;
let lock: string;
let daemon: RawDaemon;
let client: Client;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'inherited-'));
  lock = join(directory, 'lock');
  daemon = await RawDaemon.start({ script: SCRIPT, env: { LOCK: lock } });
});

beforeEach(async () => {
  client = await daemon.client();
});

afterEach(() => client.close());

afterAll(async () => {
  await daemon[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true });
});

/** What a process sees of its own descriptors, apart from the one with which `ls` looks. */
const seenBy = async (tty: boolean): Promise<readonly string[]> => {
  const { stdout } = await client.run('ls', ['/proc/self/fd'], { tty });
  return stdout.split(/\s+/);
};

test('the watchdog inherits no descriptor of the daemon', async () => {
  await client.run('true');
  const guard = await eventually(() => guardOf(daemon.child.pid ?? 0));

  expect(readdirSync(`/proc/${guard}/fd`)).toEqual(['0', '1', '2']);
});

test.each([
  ['pipes', false],
  ['a terminal', true],
])('a process on %s inherits no descriptor that the daemon was started with', async (_, tty) => {
  await client.run('sleep', ['60'], { tty: true, reject: false }).started;

  expect(await seenBy(tty)).toEqual(['0', '1', '2', '3']);
});

describeSandboxed('a sandboxed process', () => {
  test('inherits no descriptor of the daemon, and neither does a file worker', async () => {
    writeFileSync(join(directory, 'file'), '');
    const sandbox = workspaceWrite(directory);
    await client.files.readFile(join(directory, 'file'), { sandbox });
    const args = ['-c', 'ls /proc/self/fd; exec sleep 60'];
    const process = client.run('sh', args, { cwd: directory, sandbox, reject: false });
    const [text] = await once(process.stdout, 'data');

    const holders = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && holdsLock(pid));

    expect(holders).toEqual([String(daemon.child.pid)]);
    expect(String(text)).toBe('0\n1\n2\n3\n');
  });
});

// Last, since it ends the daemon.
test('the daemon keeps an inherited lock, and nothing that it has started does', async () => {
  const args = ['--fork', 'sh', '-c', 'echo $$; exec sleep 60'];
  const launcher = client.run('setsid', args, { reject: false });
  const [text] = await once(launcher.stdout, 'data');
  const stray = Number(text);
  const isLeft = (): boolean => /sleep|coreutils/.test(readlinkSync(`/proc/${stray}/exe`));
  try {
    await eventually(isLeft);
    expect(isLocked()).toBe(true);
    await daemon.end('SIGKILL');
    expect(isLeft()).toBe(true);
    expect(isLocked()).toBe(false);
  } finally {
    process.kill(stray, 'SIGKILL');
  }
});

const isLocked = (): boolean => spawnSync('flock', ['--nonblock', lock, 'true']).status !== 0;

const holdsLock = (pid: string): boolean => {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === lock,
    );
  } catch {
    // It has ended, or belongs to another user.
    return false;
  }
};
