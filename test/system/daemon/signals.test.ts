import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadNativePty } from '../../../src/adapters/processes/terminals/native-pty.js';
import { DAEMON_PROGRAM } from '../../../src/testing/daemon-process.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { RawDaemon } from '../raw-daemon.js';

/** A process that ignores what can be ignored; resolves with its number. */
const startStubborn = async (daemon: RawDaemon): Promise<number> => {
  const client = await daemon.client();
  const script = 'trap "" HUP INT QUIT TERM XCPU; echo $$; while :; do sleep 1; done';
  return Number(await firstOutput(client.run('bash', ['-c', script], { reject: false })));
};

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

/** What the kernel keeps of a process's signals: the numbers in one of its masks. */
const signalsIn = (pid: number, mask: 'SigIgn' | 'SigBlk'): readonly number[] => {
  const [, digits = '0'] =
    new RegExp(`^${mask}:\\s+(\\w+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  const bits = BigInt(`0x${digits}`);
  return Array.from({ length: 64 }, (_, bit) => bit + 1).filter(
    (number) => (bits >> BigInt(number - 1)) & 1n,
  );
};

test.each([
  ['SIGTERM', 0],
  ['SIGINT', 0],
  ['SIGQUIT', 131],
  ['SIGXCPU', 152],
] as const)('%s kills every process, then ends the daemon with %d', async (signal, code) => {
  await using daemon = await RawDaemon.start();
  const pid = await startStubborn(daemon);
  daemon.child.kill(signal);
  // A second signal changes nothing: a terminal and npm both send one.
  expect(await daemon.end('SIGTERM')).toBe(code);
  expect(isAlive(pid)).toBe(false);
});

test.each([
  ['SIGTERM', 0],
  ['SIGHUP', 129],
] as const)(
  '%s on a terminal lets a daemon that announces itself stop in order',
  async (signal, code) => {
    const { master, slave } = (await loadNativePty()).open(80, 24);
    const directory = createServer().listen(0, '127.0.0.1');
    await once(directory, 'listening');
    const { port } = directory.address() as AddressInfo;
    const args = [DAEMON_PROGRAM, '--announce', `redis://127.0.0.1:${port}`];
    const daemon = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', slave] });
    const exit = once(daemon, 'exit');
    const [connection] = await once(directory, 'connection');
    daemon.kill(signal);
    connection.destroy();
    directory.close();
    expect(await exit).toEqual([code, null]);
    closeSync(slave);
    closeSync(master);
  },
);

describe('SIGHUP', () => {
  test('reloads, and stops nothing, when no standard stream is a terminal', async () => {
    await using daemon = await RawDaemon.start({ stderr: 'pipe' });
    const pid = await startStubborn(daemon);
    daemon.child.kill('SIGHUP');
    await daemon.logged('SIGHUP: reloading');
    const client = await daemon.client();
    expect(await client.request('environment/status', {})).toEqual({ status: 'ready' });
    expect(isAlive(pid)).toBe(true);
    expect(await daemon.end('SIGTERM')).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  test.each(['stdin', 'stderr'] as const)(
    'kills every process, then ends the daemon with 129, when %s is a terminal',
    async (stream) => {
      const { master, slave } = (await loadNativePty()).open(80, 24);
      await using daemon = await RawDaemon.start({ [stream]: slave });
      closeSync(slave);
      const pid = await startStubborn(daemon);
      // The terminal is gone by the time the signal comes.
      closeSync(master);
      expect(await daemon.end('SIGHUP')).toBe(129);
      expect(isAlive(pid)).toBe(false);
    },
  );

  test('is ignored under nohup', async () => {
    const { master, slave } = (await loadNativePty()).open(80, 24);
    await using daemon = await RawDaemon.start({ stdin: slave, script: 'exec nohup "$@"' });
    closeSync(slave);
    const pid = await startStubborn(daemon);
    daemon.child.kill('SIGHUP');
    closeSync(master);
    const client = await daemon.client();
    expect(await client.request('environment/status', {})).toEqual({ status: 'ready' });
    expect(isAlive(pid)).toBe(true);
    expect(await daemon.end()).toBe(0);
  });
});

test('SIGUSR1, SIGUSR2, SIGXFSZ and SIGPIPE do nothing before and after the first process', async () => {
  await using daemon = await RawDaemon.start({ stderr: 'pipe' });
  const client = await daemon.client();
  for (let round = 0; round < 2; round += 1) {
    for (const signal of ['SIGUSR1', 'SIGUSR2', 'SIGXFSZ', 'SIGPIPE'] as const) {
      daemon.child.kill(signal);
      expect(await client.request('environment/status', {})).toEqual({ status: 'ready' });
    }
    expect((await client.run('echo', ['hello'])).stdout).toBe('hello');
  }
  let log = '';
  daemon.child.stderr?.on('data', (text) => {
    log += text;
  });
  expect(await daemon.end()).toBe(0);
  expect(log).not.toContain('Debugger');
});

/** Code that runs in the daemon before its own. */
const preload = (code: string) => ({
  NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(code)}"`,
});

test('a call that blocks in the kernel does not keep the daemon from ending, with SIGKILL', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'hang-'));
  const fifo = join(directory, 'fifo');
  execFileSync('mkfifo', [fifo]);
  await using daemon = await RawDaemon.start({
    env: preload(
      `import { open } from 'node:fs'; open(${JSON.stringify(fifo)}, 'r', () => undefined);`,
    ),
  });
  const pid = await startStubborn(daemon);
  expect(await daemon.end()).toBe('SIGKILL');
  expect(isAlive(pid)).toBe(false);
  rmSync(directory, { recursive: true });
});

test('processes have no ignored and no blocked signals, on pipes and on a terminal', async () => {
  await using daemon = await RawDaemon.start();
  const client = await daemon.client();
  for (const tty of [false, true]) {
    const cat = client.run('cat', [], { tty, stdin: 'pipe', reject: false });
    await cat.started;
    const pid = Number(
      execFileSync('pgrep', ['-P', `${daemon.child.pid}`, '-x', 'cat'], { encoding: 'utf8' }),
    );
    expect(signalsIn(pid, 'SigIgn')).toEqual([]);
    expect(signalsIn(pid, 'SigBlk')).toEqual([]);
    await cat.kill('SIGKILL');
    await cat;
  }
});

describe('An unexpected error stops the daemon in order, with 1', () => {
  test.each([
    ['an error', 'new TypeError()', 'TypeError'],
    ['null', 'null', 'object'],
    ['an error whose fields throw', 'new Proxy(new Error(), { get() { throw 1; } })', 'cannot'],
    ['an unhandled rejection', 'Promise.reject(new RangeError())', 'RangeError'],
  ])('%s', async (_, thrown, cause) => {
    const action = thrown.startsWith('Promise') ? `void ${thrown}` : `throw ${thrown}`;
    const provoke = `process.on('SIGWINCH', () => { ${action}; })`;
    await using daemon = await RawDaemon.start({
      stderr: 'pipe',
      env: preload(provoke),
    });
    const pid = await startStubborn(daemon);
    let log = '';
    daemon.child.stderr?.setEncoding('utf8').on('data', (text) => {
      log += text;
    });
    expect(await daemon.end('SIGWINCH')).toBe(1);
    expect(log).toMatch(new RegExp(`"cause":"[^"]*${cause}.*unexpected error, shutting down`));
    expect(log).toContain('"stopped"');
    expect(isAlive(pid)).toBe(false);
  });
});
