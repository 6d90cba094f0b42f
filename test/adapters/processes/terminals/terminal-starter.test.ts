import { closeSync, constants } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createReadBuffer } from '../../../../src/adapters/processes/io/shared-read-buffer.js';
import { loadCloseOnExec } from '../../../../src/adapters/processes/spawn/close-on-exec.js';
import { programExit } from '../../../../src/adapters/processes/spawn/exit-code.js';
import { startByFork } from '../../../../src/adapters/processes/terminals/fork-starter.js';
import { loadNativePty } from '../../../../src/adapters/processes/terminals/native-pty.js';
import { startBySetsid } from '../../../../src/adapters/processes/terminals/setsid-starter.js';
import { readTerminal } from '../../../../src/adapters/processes/terminals/terminal-launcher.js';
import type { TerminalStarter } from '../../../../src/adapters/processes/terminals/terminal-starter.js';
import { withResolvers } from '../../../../src/adapters/processes/terminals/with-resolvers.js';
import { DEFAULT_TERMINAL_SIZE } from '../../../../src/domain/processes/process-control.js';

const { O_NONBLOCK } = constants;

/** Undefined: does not work here. */
const starters: Record<'setsid' | 'fork', TerminalStarter | undefined> = {
  setsid: undefined,
  fork: undefined,
};

beforeAll(async () => {
  const [native, closeOnExec] = await Promise.all([loadNativePty(), loadCloseOnExec()]);
  starters.setsid = await startBySetsid(native, closeOnExec);
  starters.fork = await startByFork(native, closeOnExec);
});

const ENV = { PATH: '/usr/bin:/bin', odd: 'a=b c' };

describe.each(['setsid', 'fork'] as const)('A program started on a terminal by %s', (name) => {
  const run = (script: string) => runOn(name, script);

  test('leads a session and controls its terminal', async () => {
    const script = 'stty size < /dev/tty; ps -o pgid=,sid=,tpgid= -p $$; echo $$';
    const { text, code } = await run(script);
    const [size, ids = '', pid = ''] = text.split('\n');
    expect(code).toBe(0);
    expect(size).toBe('24 80');
    expect(ids.trim().split(/ +/)).toEqual([pid, pid, pid]);
  });

  test('has exactly its arguments, environment and directory', async () => {
    const script =
      'tr "\\0" "\\n" < /proc/$$/environ; tr "\\0" "|" < /proc/$$/cmdline; pwd; exit 3';
    const { text, code } = await run(script);
    expect(code).toBe(3);
    expect(text).toBe(`PATH=/usr/bin:/bin\nodd=a=b c\nbash|-c|${script}|/usr\n`);
  });

  test('has blocking streams', async () => {
    const { text } = await run('grep flags /proc/self/fdinfo/[012]');
    const flags = [...text.matchAll(/flags:\s+(\d+)/g)].map(([, octal = '']) => octal);
    expect(flags).toHaveLength(3);
    expect(flags.filter((octal) => (Number.parseInt(octal, 8) & O_NONBLOCK) !== 0)).toEqual([]);
  });

  test('is reported with its exit code or 128 + N', async () => {
    expect((await run('exit 255')).code).toBe(255);
    expect((await run('kill -KILL $$')).code).toBe(137);
  });
});

test('a terminal of startBySetsid has the default settings, as from upstream', async () => {
  // Input, output, control and local modes: those of a new terminal.
  expect((await runOn('setsid', 'stty -g')).text).toMatch(/^500:5:bf:8a3b:/);
});

test.each([
  ['is missing', []],
  ['does not know the option', ['/bin/false']],
])('startBySetsid returns undefined when setsid %s', async (_, candidates) => {
  const [native, closeOnExec] = await Promise.all([loadNativePty(), loadCloseOnExec()]);

  expect(await startBySetsid(native, closeOnExec, candidates)).toBeUndefined();
});

/** What a script prints, and its exit code. */
const runOn = async (name: keyof typeof starters, script: string) => {
  const start = starters[name];
  if (start === undefined) {
    throw new Error(`no ${name} here`);
  }
  const { promise: ended, resolve } = withResolvers<number>();
  const program = {
    argv: ['bash', '-c', script],
    env: ENV,
    cwd: '/usr',
    size: DEFAULT_TERMINAL_SIZE,
  };
  const { fd, slave } = await start(
    program,
    (...how) => resolve(programExit(...how).exitCode),
    () => undefined,
  );
  const master = readTerminal(fd, createReadBuffer());
  let text = '';
  master
    .on('error', () => undefined)
    .on('data', (bytes) => {
      text += Buffer.from(bytes).toString('latin1');
    });
  master.resume();
  // It ends with EIO once no slave end is open.
  const hungUp = new Promise((close) => master.once('close', close));
  const code = await ended;
  closeSync(slave);
  await hungUp;
  return { code, text: text.replaceAll('\r\n', '\n') };
};
