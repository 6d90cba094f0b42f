import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { execServer } from '../../../src/testing/harness.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs a program of `examples/` on the built package. */
const runNode = async (
  args: readonly string[],
  seen: (output: string) => void = () => undefined,
) => {
  const env = { ...process.env };
  // Jest's own marks would make node:test report to it.
  delete env.NODE_TEST_CONTEXT;
  delete env.NODE_OPTIONS;
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      seen(output);
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
};

describe('examples', () => {
  test('run-command prints the output of the command and exits with its code', async () => {
    await using server = await execServer({ mode: 'daemon' });
    const run = (...argv: string[]) => runNode(['examples/run-command.mjs', server.url, ...argv]);
    expect(await run('uname', '-s')).toEqual({ code: 0, output: 'Linux\n' });
    expect(await run('sh', '-c', 'echo oops >&2; exit 4')).toEqual({ code: 4, output: 'oops\n' });
    const failed = await run('no-such-program');
    expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('no-such-program') });
  });

  test('run-command prints its usage, or the address that it cannot reach', async () => {
    const script = 'examples/run-command.mjs';
    for (const args of [[], ['ws://', 'true'], ['ws://a b', 'true'], ['127.0.0.1:9', 'true']]) {
      const { code, output } = await runNode([script, ...args]);
      expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(/^usage: .*\n$/) });
    }
    expect(await runNode([script, 'ws://127.0.0.1:9', 'true'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('cannot reach an exec-server at ws://127.0.0.1:9'),
    });
  });

  test('run-command fails when the daemon ends during the command', async () => {
    await using server = await execServer({ mode: 'daemon' });
    const script = 'echo begun; sleep 1000';
    const run = runNode(['examples/run-command.mjs', server.url, 'sh', '-c', script], (output) => {
      if (output === 'begun\n') {
        server.daemon?.kill('SIGTERM');
      }
    });
    expect(await run).toEqual({
      code: 1,
      output: expect.stringMatching(/^begun\nthe connection was closed \(1\d{3}\) before/),
    });
  });

  test('embed starts and stops a server', async () => {
    const { code, output } = await runNode(['examples/embed.mjs']);
    expect(code).toBe(0);
    expect(output).toMatch(/clients may dial ws:\/\/127\.0\.0\.1:\d+\n/);
    expect(output).toContain('[exec-server] stopped');
  });

  test('swap-adapter runs nothing', async () => {
    expect(await runNode(['examples/swap-adapter.mjs'])).toEqual({
      code: 0,
      output: 'would run rm -rf / in /\n',
    });
  });

  test('harness.test passes under node:test', async () => {
    const { code, output } = await runNode(['--test', 'examples/harness.test.mjs']);
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('# pass 2'),
    });
  });
});
