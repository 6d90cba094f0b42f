import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Runs a program of `examples/` on the built package. */
const runNode = async (
  args: readonly string[],
  seen: (output: string) => void = () => undefined,
  variables: Readonly<Record<string, string>> = {},
) => {
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables };
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

/** Node.js 20 runs no TypeScript: the examples are compiled, which checks their types against the built package. */
const COMPILED = 'build/examples';
/**
 * Runs programs one after another in one process, since each would load the package again; prints a line after each. Behind the address of a
 * Unix socket it prints the modes of its directory and of the socket, which both are gone a moment later.
 */
const RUN_ALL = `
import { statSync } from 'node:fs';
const { log } = console;
console.log = (...said) => {
  log(...said);
  const [, directory, name] = /ws\\+unix:\\/\\/(.*)(\\/.*):\\//.exec(said[0]) ?? [];
  if (directory !== undefined) {
    const modes = [directory, directory + name].map((path) => (statSync(path).mode & 0o777).toString(8));
    log('modes ' + modes.join(' '));
  }
};
for (const program of process.argv.slice(1)) {
  await import(program);
  console.log('ended ' + program);
}`;

let server: ExecServerHarness;

beforeAll(async () => {
  execFileSync('node_modules/.bin/tsc', ['-p', 'tsconfig.examples.json'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  server = await execServer({ mode: 'daemon' });
});

afterAll(() => server.shutdown());

describe('examples', () => {
  test('run-command prints the output of the command and exits with its code', async () => {
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

  test('client runs commands, and finds one again that went on without it', async () => {
    expect(await runNode([`${COMPILED}/client.js`, server.url])).toEqual({
      code: 0,
      output: [
        'running on Linux',
        ...['line 1', 'line 2', 'line 3'],
        "Command failed with exit code 3: sh -c 'sort; echo done >&2; exit 3'",
        '',
        "$ sh -c 'sort; echo done >&2; exit 3'",
        ...['a', 'b', 'done'],
        '[failed with exit code 3]',
        'hello, world',
        '',
      ].join('\n'),
    });
  });

  test('node-shapes has files, a child process and a request of the server', async () => {
    expect(await runNode([`${COMPILED}/node-shapes.js`, server.url])).toEqual({
      code: 0,
      output: "[ 'hello.txt' ]\nENOENT\n1 hello.txt\n200\n",
    });
  });

  test('run-command fails when the daemon ends during the command', async () => {
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

  test('embed, swap-adapter and unix-socket run as they say, the socket for its user only', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'unix-socket-'));
    const programs = ['embed', 'swap-adapter', 'unix-socket'].map((name) =>
      join(ROOT, COMPILED, `${name}.js`),
    );
    const { code, output } = await runNode(
      ['--input-type=module', '--eval', RUN_ALL, ...programs],
      undefined,
      { TMPDIR: temporary },
    );
    const [embed, swapAdapter, unixSocket, ...rest] = output.split(/^ended .*\n/m);
    expect({ code, rest }).toEqual({ code: 0, rest: [''] });
    expect(embed).toMatch(/clients may dial ws:\/\/127\.0\.0\.1:\d+\n/);
    expect(embed).toContain('[exec-server] stopped');
    expect(swapAdapter).toBe('would run rm -rf / in /\n');
    expect(unixSocket).toMatch(
      /^clients may dial ws\+unix:.*\nmodes 700 600\nsession [0-9a-f-]{36}\n$/,
    );
    // Nothing is left of any of the three servers but the directory of this user, which has the tools for the next one.
    expect(readdirSync(temporary)).toEqual([`exec-server-${process.getuid?.()}`]);
    rmSync(temporary, { recursive: true });
  });

  test('harness.test passes under node:test', async () => {
    const { code, output } = await runNode(['--test-reporter=tap', `${COMPILED}/harness.test.js`]);
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('# pass 3'),
    });
  });
});
