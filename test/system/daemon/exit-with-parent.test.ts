import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { DAEMON_PROGRAM } from '../../../src/testing/daemon-process.js';

const TESTING = new URL('../../../dist/testing/index.js', import.meta.url).href;

/** A program that uses the harness, tells the pids of the daemon and of a process of it, and ends as it is told. */
const program = (end: string): string => `
  import { execServer } from '${TESTING}';
  const server = await execServer({ mode: 'daemon' });
  const client = await server.client();
  for await (const pid of client.run('sh', ['-c', 'echo $$; exec sleep 1000'])) {
    console.log(server.daemon.pid, pid);
    break;
  }
  ${end}`;

/** Runs it; resolves with the two pids when it has ended. */
const run = async (end: string): Promise<readonly number[]> => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program(end)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line');
  await ended;
  return String(line).split(' ').map(Number);
};

describe('The daemon of a harness and its processes end when the test program ends by', () => {
  test.each([
    ['SIGKILL', `process.kill(process.pid, 'SIGKILL')`],
    ['process.exit', 'process.exit(0)'],
    ['an uncaught error', `process.on('uncaughtException', () => process.exit(9)); throw 1`],
  ])('%s', async (_, end) => {
    for (const pid of await run(end)) {
      await gone(pid);
    }
  });
});

describe('--exit-with-parent', () => {
  test.each([
    ['/dev/null', 'ignore'],
    ['a file', 'file'],
    ['closed', 'closed'],
  ])('fails with one line when standard input is %s', async (_, stdin) => {
    const redirection = { ignore: '</dev/null', file: `<"$1"`, closed: '<&-' }[stdin];
    const child = spawn('sh', [
      '-c',
      `exec "$0" "$1" --exit-with-parent ${redirection}`,
      process.execPath,
      DAEMON_PROGRAM,
    ]);
    let said = '';
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes;
    });
    const [code] = await once(child, 'close');
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringMatching(
        /^Error: --exit-with-parent requires a pipe on standard input.*\n$/,
      ),
    });
  });
});

/** Resolves once the process has ended; a zombie has. */
const gone = async (pid: number): Promise<void> => {
  while (isAlive(pid)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};
