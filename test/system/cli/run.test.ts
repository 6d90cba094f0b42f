import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PrivateHost } from './private-host.js';

let host: PrivateHost;

beforeAll(() => {
  host = new PrivateHost();
});
afterAll(() => {
  host.dispose();
});

describe('exec-server run', () => {
  test('passes the streams on apart, and exits with the code of the command', async () => {
    const args = ['run', 'sh', '-c', 'echo out; echo err >&2; exit 3'];
    expect(await host.runProcess(args)).toEqual({
      code: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  test.each([
    [0, ['true'], /^$/],
    [1, ['false'], /^$/],
    [126, ['/etc/passwd'], /^exec-server: \/etc\/passwd: .+\n$/],
    [127, ['no-such-program'], /^exec-server: no-such-program: command not found\n$/],
    [130, ['sh', '-c', 'kill -INT $$'], /^$/],
    [143, ['sh', '-c', 'kill -TERM $$'], /^$/],
  ])('exits with %i as a shell does', async (code, command, stderr) => {
    const run = await host.run(['run', '--', ...command]);
    expect(run).toEqual({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  test('--timeout kills the command, and exits with 124', async () => {
    const { code, stderr } = await host.run(['run', '--timeout', '200ms', 'sleep', '1000']);
    expect({ code, stderr }).toEqual({
      code: 124,
      stderr: 'exec-server: the command took longer than --timeout and was killed\n',
    });
  });

  test('passes any bytes of standard input on, with its end, and any bytes of output back', async () => {
    const input = randomBytes(3_000_000);
    const { code, stdout } = await host.runProcess(['run', 'cat'], { input });
    expect(code).toBe(0);
    expect(Buffer.from(stdout, 'latin1').equals(input)).toBe(true);
  });

  test('ends a command whose output nobody reads any more', async () => {
    const { stdout } = await host.shell('exec-server run yes | head -1; echo $PIPESTATUS');
    expect(stdout).toBe('y\n141\n');
  });

  test.each([
    ['help', '141'],
    ['completion bash', '141'],
    ['ps', '141'],
    ['--help', '0'],
    ['gateway --help', '0'],
  ])('%s prints no error when its output is closed', async (command, code) => {
    const printed = await host.shell(`exec-server ${command} | true; echo $PIPESTATUS`);
    expect(printed).toEqual({ code: 0, stdout: `${code}\n`, stderr: '' });
  });

  test('has the directory and the variables of the shell, and those of --env', async () => {
    const args = ['run', '-e', 'B=b=2', '-e', 'C', 'sh', '-c', 'pwd; echo $A $B $C'];
    const { stdout } = await host.runProcess(args, { env: { A: 'a', C: 'c' } });
    expect(stdout).toBe(`${host.directory}\na b=2 c\n`);
  });

  test('--cwd is relative to the directory of the shell', async () => {
    expect((await host.run(['run', '-C', 'exec-server', 'pwd'])).stdout).toBe(
      `${host.directory}/exec-server\n`,
    );
  });

  test('passes SIGTERM on', async () => {
    const script = 'trap "echo told; exit 9" TERM; echo ready; while :; do sleep 0.05; done';
    const { child, printed, ended } = host.start(['run', 'sh', '-c', script]);
    await printed;
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 9, stdout: expect.stringContaining('told') });
  });

  test('leaves a command the time that it takes to end after SIGTERM', async () => {
    // A client kills what `kill` has not ended within 5 s.
    const script = 'trap "sleep 6; exit 9" TERM; echo ready; while :; do sleep 0.05; done';
    const { child, printed, ended } = host.start(['run', 'sh', '-c', script]);
    await printed;
    child.kill('SIGTERM');
    expect((await ended).code).toBe(9);
  });

  test('exits with 255 when it fails itself', async () => {
    expect(await host.runProcess(['run', '--url', 'ws://127.0.0.1:1', 'true'])).toEqual({
      code: 255,
      stdout: '',
      stderr: expect.stringMatching(/^exec-server: cannot connect to/),
    });
  });

  test.each([
    ['no server', ['run', '--url', 'ws://127.0.0.1:1', 'true'], /^exec-server: cannot connect to/],
    ['no address', ['run', '--url', 'http://x', 'true'], /^exec-server: http:\/\/x is no address/],
    ['no token', ['run', '--url', 'ws://x', '--token-file', '/no', 'true'], /the token cannot be/],
    ['an unknown option', ['run', '--nope', 'true'], /^error: unknown option '--nope'/],
    ['no completions', ['completion', 'constructor'], /^exec-server: there are no completions for/],
    ['an unknown command', ['rnu', 'true'], /^error: unknown command 'rnu'\n\(Did you mean run\?/],
  ])('exits with 255 and says why: %s', async (_, args, stderr) => {
    expect(await host.run(args)).toEqual({
      code: 255,
      stdout: '',
      stderr: expect.stringMatching(stderr),
    });
  });

  test('exits with 255 when standard input cannot be read, and leaves the command running', async () => {
    // The memory of a process begins with addresses that it does not have.
    const { stdout, stderr } = await host.shell(
      'exec-server run cat < /proc/$$/mem; echo $?; exec-server ps -q',
    );
    const [, id = ''] = stdout.trim().split('\n');
    expect(stdout).toBe(`255\n${id}\n`);
    expect(stderr).toBe(
      `exec-server: standard input cannot be read: EIO: i/o error, read; ${id} is left running\n`,
    );
    expect(await host.run(['rm', id])).toMatchObject({ code: 0 });
  });

  test('leaves nothing behind', async () => {
    expect((await host.run(['ps', '-aq'])).stdout).toBe('');
  });
});
