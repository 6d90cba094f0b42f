import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { firstOutput } from '../../support/processes/first-output.js';
import { ENV, runConfined, sandboxFixture, startConfined } from './sandbox-fixture.js';
import {
  DISABLED,
  managed,
  pathRule,
  readOnly,
  WORKSPACE_WRITE_RULES,
} from './sandbox-policies.js';
import { describeSandboxed } from './with-bubblewrap.js';

describeSandboxed('A sandboxed process', () => {
  const fixture = sandboxFixture();

  test('is answered with sandboxType linuxSeccomp', async () => {
    const params = { argv: ['true'], cwd: 'file:///', env: ENV, tty: false };
    const answer = (sandbox: unknown, processId: string) =>
      fixture.server.request('process/start', { ...params, processId, sandbox });
    expect(await answer(readOnly(fixture.workspace), 'a')).toEqual({
      processId: 'a',
      sandboxType: 'linuxSeccomp',
    });
    expect(await answer(DISABLED, 'b')).toMatchObject({ sandboxType: 'linuxSeccomp' });
    expect(await answer(null, 'c')).toMatchObject({ sandboxType: 'none' });
  });

  test.each([false, true])('writes in its workspace and in /tmp (tty: %s)', async (tty) => {
    const script = 'pwd; echo x > file; echo y > /tmp/$$.y && rm /tmp/$$.y; cat file';
    expect(await runConfined(fixture, script, { tty })).toMatchObject({
      text: `${fixture.workspace}\nx\n`,
      exitCode: 0,
    });
    expect(existsSync(join(fixture.workspace, 'file'))).toBe(true);
  });

  test('is reported with sandboxDenied when it failed for a denial', async () => {
    expect(await runConfined(fixture, 'echo x > ../x')).toMatchObject({
      exitCode: 1,
      sandboxDenied: true,
    });
    expect(await runConfined(fixture, 'echo x > ../x; exit 0')).toMatchObject({
      sandboxDenied: false,
    });
    expect(await runConfined(fixture, 'exit 1')).toMatchObject({
      exitCode: 1,
      sandboxDenied: false,
    });
  });

  test('has exactly the environment it was given', async () => {
    const env = { ...ENV, PWD: '/elsewhere', 'B-C': 'x\ny', A: '', LD_NOTHING: '1' };
    const { stdout } = await startConfined(fixture, '', { argv: ['env', '-0'], env });
    const seen = stdout.split('\0').filter((entry) => entry !== '');
    expect(seen.sort()).toEqual(
      Object.entries(env)
        .map((entry) => entry.join('='))
        .sort(),
    );
  });

  test.each([false, true])('has no other descriptors than 0, 1 and 2 (tty: %s)', async (tty) => {
    const other = fixture.client.run('cat', [], { tty: true, reject: false });
    await other.started;
    const listing = await startConfined(fixture, '', { argv: ['ls', '/proc/self/fd'], tty });
    expect(listing.stdout.split(/\s+/).filter(Boolean)).toEqual(['0', '1', '2', '3']);
    await other.kill('SIGKILL');
  });

  test.each([
    ['exit 7', 7],
    ['kill -9 $$', 137],
    ['kill -TERM $$', 143],
  ])('is reported with its own exit code: %s', async (script, exitCode) => {
    expect((await runConfined(fixture, script)).exitCode).toBe(exitCode);
  });

  test('sees its arg0', async () => {
    const options = { argv: ['bash', '-c', 'echo $0'], argv0: 'other' };
    expect((await runConfined(fixture, '', options)).stdout).toBe('other\n');
  });

  test('gets an interrupt and may go on', async () => {
    const script = "trap 'echo caught; exit 3' INT; echo ready; sleep 60 & wait";
    const process = startConfined(fixture, script);
    await firstOutput(process);
    await process.kill('SIGINT');
    expect(await process).toMatchObject({ stdout: 'ready\ncaught\n', exitCode: 3 });
  });

  test.each(['TERM', 'HUP', 'USR1'] as const)('gets SIG%s and may go on', async (name) => {
    const script = `trap 'echo caught; exit 3' ${name}; echo ready; read -r _`;
    const process = startConfined(fixture, script, { stdin: 'pipe', killAfterMs: false });
    await firstOutput(process);
    await process.kill(`SIG${name}`);

    expect(await process).toMatchObject({ stdout: 'ready\ncaught\n', exitCode: 3 });
  });

  test('has a terminal whose Ctrl-C reaches the foreground job only', async () => {
    const process = startConfined(fixture, 'exec bash --norc -i', { tty: true });
    const { stdin, stdout } = process;
    stdin?.write(`sh -c 'echo st""arted; exec sleep 60'\n`);
    let text = '';
    for await (const bytes of stdout.iterator({ destroyOnReturn: false })) {
      text += bytes;
      if (text.includes('started')) {
        break;
      }
    }
    stdin?.write('\x03');
    stdin?.write('echo alive; exit 4\n');
    expect(await process).toMatchObject({ exitCode: 4 });
  });

  test('leaves no process running and closes at once when it is terminated', async () => {
    const process = startConfined(
      fixture,
      'setsid sleep 97531 & setsid sleep 97532 > /dev/null 2>&1 & echo on; wait',
    );
    await firstOutput(process);
    await process.kill('SIGKILL');
    expect(await process).toMatchObject({ signal: 'SIGKILL' });
  });

  test('has the network but no further access when only the network is allowed', async () => {
    const sandbox = managed(fixture.workspace, WORKSPACE_WRITE_RULES, 'enabled');
    const port = new URL(fixture.server.url).port;
    const script = `exec 3<> /dev/tcp/127.0.0.1/${port} && echo connected; echo x > ../x; echo $?`;
    expect((await runConfined(fixture, script, { sandbox })).text).toBe('connected\n1\n');
  });

  test.each([
    [{ argv: ['/nope/x'] }, 127],
    [{ argv: ['nope-x'] }, 127],
  ])('exits with 127 when the program is missing: %j', async (more, exitCode) => {
    const outcome = await runConfined(fixture, '', more);
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
  ])('is refused with %j', async (more, text) => {
    await expect(startConfined(fixture, 'true', more).started).rejects.toMatchObject({
      code: -32_603,
      message: expect.stringContaining(text),
    });
  });
});
