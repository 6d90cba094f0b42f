import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { ENV, runConfined, sandboxBench, startConfined } from './sandbox-fixture.js';
import {
  DISABLED,
  managed,
  pathRule,
  readOnly,
  WORKSPACE_WRITE_RULES,
} from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

describeSandboxed('a sandboxed process', () => {
  const bench = sandboxBench();

  test('is told to have a sandbox', async () => {
    const params = { argv: ['true'], cwd: 'file:///', env: ENV, tty: false };
    const answer = (sandbox: unknown, processId: string) =>
      bench.server.request('process/start', { ...params, processId, sandbox });
    expect(await answer(readOnly(bench.workspace), 'a')).toEqual({
      processId: 'a',
      sandboxType: 'linuxSeccomp',
    });
    expect(await answer(DISABLED, 'b')).toMatchObject({ sandboxType: 'linuxSeccomp' });
    expect(await answer(null, 'c')).toMatchObject({ sandboxType: 'none' });
  });

  test.each([false, true])('writes where it may (tty: %s)', async (tty) => {
    const script = 'pwd; echo x > file; echo y > /tmp/$$.y && rm /tmp/$$.y; cat file';
    expect(await runConfined(bench, script, { tty })).toMatchObject({
      text: `${bench.workspace}\nx\n`,
      exitCode: 0,
    });
    expect(existsSync(join(bench.workspace, 'file'))).toBe(true);
  });

  test('is told to be denied when it failed for it', async () => {
    expect(await runConfined(bench, 'echo x > ../x')).toMatchObject({
      exitCode: 1,
      sandboxDenied: true,
    });
    expect(await runConfined(bench, 'echo x > ../x; exit 0')).toMatchObject({
      sandboxDenied: false,
    });
    expect(await runConfined(bench, 'exit 1')).toMatchObject({ exitCode: 1, sandboxDenied: false });
  });

  test('has its environment, its descriptors and nothing else', async () => {
    const env = { ...ENV, PWD: '/elsewhere', 'B-C': 'x\ny', A: '', LD_NOTHING: '1' };
    const id = await startConfined(bench, '', { argv: ['env', '-0'], env });
    const { stdout } = await bench.server.outcome(id);
    const seen = stdout.split('\0').filter((entry) => entry !== '');
    expect(seen.sort()).toEqual(
      Object.entries(env)
        .map((entry) => entry.join('='))
        .sort(),
    );
  });

  test.each([false, true])('has no descriptor of anybody else (tty: %s)', async (tty) => {
    const other = await bench.server.startProcess({ argv: ['cat'], tty: true });
    const listing = await startConfined(bench, '', { argv: ['ls', '/proc/self/fd'], tty });
    const { stdout, pty } = await bench.server.outcome(listing);
    expect((stdout + pty).split(/\s+/).filter(Boolean)).toEqual(['0', '1', '2', '3']);
    await bench.server.request('process/terminate', { processId: other });
  });

  test.each([
    ['exit 7', 7],
    ['kill -9 $$', 137],
    ['kill -TERM $$', 143],
  ])('ends as it ends: %s', async (script, exitCode) => {
    expect((await runConfined(bench, script)).exitCode).toBe(exitCode);
  });

  test('sees the name that it was given', async () => {
    const id = await startConfined(bench, '', { argv: ['bash', '-c', 'echo $0'], arg0: 'other' });
    expect((await bench.server.outcome(id)).stdout).toBe('other\n');
  });

  test('hears an interrupt, and may go on', async () => {
    const id = await startConfined(
      bench,
      "trap 'echo caught; exit 3' INT; echo ready; sleep 60 & wait",
    );
    await bench.server.waitForEvent(
      ({ method, params }) => method === 'process/output' && params.processId === id,
    );
    await bench.server.request('process/signal', { processId: id, signal: 'interrupt' });
    expect(await bench.server.outcome(id)).toMatchObject({
      stdout: 'ready\ncaught\n',
      exitCode: 3,
    });
  });

  test('has a terminal whose control-C reaches its job alone', async () => {
    const id = await startConfined(bench, 'exec bash --norc -i', { tty: true });
    const write = (text: string, writeId: string) =>
      bench.server.request('process/write', {
        processId: id,
        chunk: Buffer.from(text).toString('base64'),
        writeId,
      });
    await write(`sh -c 'echo st""arted; exec sleep 60'\n`, '1');
    await bench.server.waitForEvent(
      ({ method, params }) =>
        method === 'process/output' && Buffer.from(params.chunk, 'base64').includes('started'),
    );
    await write('\x03', '2');
    await write('echo alive; exit 4\n', '3');
    expect(await bench.server.outcome(id)).toMatchObject({ exitCode: 4 });
  });

  test('leaves nothing running, and its end is known at once', async () => {
    const id = await startConfined(
      bench,
      'setsid sleep 97531 & setsid sleep 97532 > /dev/null 2>&1 & echo on; wait',
    );
    await bench.server.waitForEvent(
      ({ method, params }) => method === 'process/output' && params.processId === id,
    );
    await bench.server.request('process/terminate', { processId: id });
    expect(await bench.server.outcome(id)).toMatchObject({ exitCode: 137 });
  });

  test('keeps the network where it is allowed, and nothing else', async () => {
    const sandbox = managed(bench.workspace, WORKSPACE_WRITE_RULES, 'enabled');
    const port = new URL(bench.server.url).port;
    const script = `exec 3<> /dev/tcp/127.0.0.1/${port} && echo connected; echo x > ../x; echo $?`;
    expect((await runConfined(bench, script, { sandbox })).text).toBe('connected\n1\n');
  });

  test.each([
    [{ argv: ['/nope/x'] }, 127],
    [{ argv: ['nope-x'] }, 127],
  ])('that has no program says so: %j', async (more, exitCode) => {
    const outcome = await runConfined(bench, '', more);
    expect(outcome).toMatchObject({ exitCode });
    expect(outcome.stderr).toContain('No such file or directory');
  });

  test.each([
    [{ cwd: 'file:///nope' }, 'No such file or directory (os error 2)'],
    [{ argv: [''] }, 'missing program for pipe spawn'],
    [{ env: { 'A=B': 'x' } }, 'equals sign'],
    [{ env: { A: 'x\0--bind\0/\0/' } }, 'NUL'],
    [
      { sandbox: managed('/', [pathRule('/usr', 'read')]), cwd: 'file:///tmp' },
      'working directory',
    ],
    [{ sandbox: managed('/', [pathRule('/', 'read'), pathRule('/proc', 'write')]) }, 'kernel'],
  ])('is refused: %j', async (more, text) => {
    await expect(startConfined(bench, 'true', more)).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining(text),
    });
  });
});
