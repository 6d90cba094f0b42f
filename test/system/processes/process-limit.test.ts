import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type StartedBy, startedBy } from '../started-by.js';

/** Root may make any number of processes. An account without any other process. */
const ACCOUNT = 54_377;
const AS_ORDINARY_USER: readonly [string, ...string[]] =
  process.getuid?.() === 0
    ? ['setpriv', `--reuid=${ACCOUNT}`, `--regid=${ACCOUNT}`, '--clear-groups']
    : ['env'];

let directory: string;
let daemon: StartedBy;

beforeEach(async () => {
  directory = mkdtempSync('/tmp/few-processes-');
  execFileSync('chmod', ['1777', directory]);
  daemon = await startedBy(AS_ORDINARY_USER, {
    ...process.env,
    HOME: directory,
    TMPDIR: directory,
  });
});

afterEach(async () => {
  await daemon.stop();
  rmSync(directory, { recursive: true, force: true });
});

/** Its soft limit alone, so that it can be raised again. */
const allowProcesses = (most: string): void => {
  const [file, ...args] = AS_ORDINARY_USER;
  execFileSync(file, [...args, 'prlimit', '--pid', String(daemon.pid), `--nproc=${most}:`]);
};

describe.each([
  ['pipes', {}],
  ['a terminal', { tty: true }],
  ['a terminal under another name', { tty: true, argv0: 'other' }],
])('A start on %s', (_, options) => {
  test('fails with EAGAIN at the process limit and succeeds above it, the first start and a later one', async () => {
    const { client } = daemon;
    const left = execFileSync('bash', ['-c', 'ulimit -H -u'], { encoding: 'utf8' }).trim();
    for (const _start of ['first', 'later']) {
      allowProcesses('1');

      await expect(client.run('true', [], options)).rejects.toThrow(
        'Resource temporarily unavailable (os error 11): no more processes can be made',
      );

      allowProcesses(left);
      await client.run('true', [], options);
    }
  });
});
