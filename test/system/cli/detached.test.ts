import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PrivateHost } from './private-host.js';

let host: PrivateHost;

beforeAll(() => {
  host = new PrivateHost();
});
afterAll(() => {
  host.dispose();
});

/** Leaves a command running; resolves with its id. */
const detach = async (script: string): Promise<string> =>
  (await host.run(['run', '-d', '--', 'sh', '-c', script])).stdout.trim();

describe('exec-server run -d', () => {
  test('prints the id alone, and attach prints what was missed and exits with the code', async () => {
    const { code, stdout, stderr } = await host.runProcess([
      'run',
      '-d',
      'sh',
      '-c',
      'seq 3; exit 7',
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[0-9a-f]{12}\n$/);
    expect(await host.runProcess(['attach'])).toEqual({
      code: 7,
      stdout: '1\n2\n3\n',
      stderr: '',
    });
    expect(await host.run(['attach'])).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('nothing runs'),
    });
  });

  test('logs, wait and ps leave the output for attach', async () => {
    const id = await detach('seq 5; echo e >&2; exit 4');
    expect(await host.runProcess(['wait', id])).toEqual({ code: 4, stdout: '4\n', stderr: '' });
    expect((await host.runProcess(['logs', id])).stdout).toBe('1\n2\n3\n4\n5\n');
    expect((await host.run(['logs', '--tail', '2', id])).stderr).toBe('e\n');
    expect((await host.run(['ps', '-q'])).stdout).toBe('');
    expect((await host.runProcess(['ps', '-a'])).stdout).toMatch(
      new RegExp(`^ID +STATE +STARTED +COMMAND\n${id} +exited \\(4\\) +\\d+s ago +sh -c seq 5;`),
    );
    const [listed] = (await host.run(['ps', '-a', '--json'])).stdout.split('\n');
    expect(JSON.parse(listed ?? '')).toMatchObject({ id, state: 'exited', exitCode: 4 });
    expect(await host.run(['attach', id.slice(0, 6)])).toMatchObject({ code: 4, stderr: 'e\n' });
  });

  test('logs and --observe print all that is kept, in as many pages as that takes', async () => {
    const id = await detach('head -c 3000000 /dev/zero; exit 7');
    await host.run(['wait', id]);
    for (const [args, code] of [
      [['logs', id], 0],
      [['logs', '-f', id], 7],
      [['attach', '--observe', id], 7],
    ] as const) {
      const ended = await host.run(args);
      expect({ ...ended, stdout: ended.stdout.length }).toEqual({
        code,
        stdout: 3_000_000,
        stderr: '',
      });
    }
    await host.run(['rm', id]);
  });

  test('logs prints what there was when it was asked of a command that prints on', async () => {
    const printing = host.start(['run', 'yes']);
    printing.child.stdout.resume();
    await printing.printed;
    const id = (await host.run(['ps', '-q'])).stdout.trim();
    expect((await host.run(['logs', id])).code).toBe(0);
    expect((await host.run(['logs', '--tail', '2', id])).stdout).toMatch(/^(y\n){2}$/);
    await host.run(['rm', id]);
    await printing.ended;
  });

  test('kill ends a command with SIGTERM; its exit code stays', async () => {
    const id = await detach('exec sleep 1000');
    expect((await host.runProcess(['kill', id])).code).toBe(0);
    expect((await host.run(['wait', '--json', id])).stdout).toBe(
      `${JSON.stringify({ id, exitCode: 143, signal: 'SIGTERM' })}\n`,
    );
    expect((await host.runProcess(['rm', id])).code).toBe(0);
    expect((await host.run(['ps', '-aq'])).stdout).toBe('');
  });

  test('kill -s sends a signal, and logs -f goes on until the end', async () => {
    const id = await detach('trap "echo usr; exit 5" USR1; echo on; while :; do sleep 0.05; done');
    const logs = host.start(['logs', '-f', id]);
    await logs.printed;
    await host.run(['kill', '-s', 'usr1', id]);
    expect(await logs.ended).toMatchObject({ code: 5, stdout: expect.stringContaining('usr') });
    await host.run(['rm', id]);
  });
});

describe('A detached command', () => {
  const SCRIPT = 'echo first; read line; echo got $line; exit 6';

  test('outlives SIGHUP of its client, and attach goes on with its input and output', async () => {
    const client = host.start(['run', 'sh', '-c', SCRIPT]);
    await client.printed;
    client.child.kill('SIGHUP');
    expect((await client.ended).code).toBe(129);
    expect(await host.run(['attach'], { input: 'more\n' })).toEqual({
      code: 6,
      stdout: 'got more\n',
      stderr: '',
    });
  });

  test('lets attach end with its code when it had ended before its client was left', async () => {
    const client = host.start(['run', 'sh', '-c', 'seq 300000; exit 6']);
    await client.printed;
    client.child.stdout.pause();
    const id = (await host.run(['ps', '-aq'])).stdout.trim();
    expect((await host.run(['wait', id])).code).toBe(6);
    client.child.kill('SIGQUIT');
    client.child.stdout.resume();
    const { stdout } = await client.ended;
    const { code, ...rest } = await host.run(['attach']);
    expect(code).toBe(6);
    expect(stdout + rest.stdout).toMatch(/^1\n(.*\n)*300000\n$/);
  });

  test('loses nothing when its client is left while the reader of that rests', async () => {
    const last = 2_000_000;
    const client = host.start(['run', 'seq', String(last)]);
    await client.printed;
    client.child.stdout.pause();
    // Then the client has more than it can print.
    for (let printed = 0; printed < last / 4; ) {
      printed = Number((await host.run(['logs', '--tail', '1'])).stdout);
    }
    client.child.kill('SIGQUIT');
    client.child.stdout.resume();
    const { code, stdout } = await client.ended;
    const rest = await host.run(['attach']);
    expect([code, rest.code, rest.stderr]).toEqual([0, 0, '']);
    const numbers = (stdout + rest.stdout).trimEnd().split('\n').map(Number);
    expect(numbers.length).toBe(last);
    expect(numbers.findIndex((number, index) => number !== index + 1)).toBe(-1);
  });

  test('outlives SIGKILL of its client, and attach prints what may not have been seen', async () => {
    const client = host.start(['run', 'sh', '-c', SCRIPT]);
    await client.printed;
    client.child.kill('SIGKILL');
    const { code, stdout } = await host.run(['attach'], { input: 'more\n' });
    expect(code).toBe(6);
    expect(stdout).toMatch(/^(first\n)?got more\n$/);
  });

  test('outlives an attached client; --observe looks on and --take takes over', async () => {
    const client = host.start(['run', 'sh', '-c', SCRIPT]);
    await client.printed;
    expect(await host.run(['attach'])).toMatchObject({
      code: 255,
      stderr: expect.stringContaining('--take takes it over, --observe looks on'),
    });
    const observer = host.start(['attach', '--observe']);
    await observer.printed;
    const [taker, watched] = await Promise.all([
      host.run(['attach', '--take'], { input: 'more\n' }),
      observer.ended,
    ]);
    expect(taker).toMatchObject({ code: 6, stdout: expect.stringContaining('got more') });
    expect(watched).toMatchObject({ code: 6, stdout: 'first\ngot more\n' });
    expect((await client.ended).code).toBe(255);
  });
});
