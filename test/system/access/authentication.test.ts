import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ConnectFailed, connect } from '../../../src/client/index.js';
import { DaemonProcess } from '../../../src/testing/daemon-process.js';
import { SECRET, sign } from '../../adapters/authentication/sign.js';
import { runCli } from '../run-cli.js';

/** Tests whose options are the same share one, by these. */
const daemons = new Map<string, DaemonProcess>();
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'authentication-'));
});
afterAll(async () => {
  for (const daemon of daemons.values()) {
    daemon.kill('SIGTERM');
    await daemon.exit();
  }
  await rm(directory, { recursive: true });
});

const start = async (...args: string[]): Promise<DaemonProcess> => {
  const all = ['--listen', 'ws://127.0.0.1:0', '--log-level', 'debug', ...args];
  const key = args.join(' ');
  const daemon = daemons.get(key) ?? (await DaemonProcess.start(all, process.env));
  daemons.set(key, daemon);
  return daemon;
};

/** The output of a command that a client with this token runs, or the refusal. */
const run = async (url: string, token: string): Promise<string> => {
  try {
    await using client = await connect(url, { token });
    return (await client.run('echo', ['served'])).stdout;
  } catch (error) {
    return error instanceof ConnectFailed ? `refused: ${error.status}` : String(error);
  }
};

const REFUSED = 'refused: 401';

describe('exec-server with --ws-token-file', () => {
  test('accepts the token of the file, and the next one after a rotation, without a restart', async () => {
    const path = join(directory, 'token');
    await writeFile(path, 's3cr3t-one\n', { mode: 0o600 });
    const daemon = await start('--ws-auth', 'capability-token', '--ws-token-file', path);
    expect(await run(daemon.url, 's3cr3t-one')).toBe('served');
    expect(await run(daemon.url, 's3cr3t-two')).toBe(REFUSED);
    await writeFile(path, 's3cr3t-two\n');
    expect(await run(daemon.url, 's3cr3t-one')).toBe(REFUSED);
    expect(await run(daemon.url, 's3cr3t-two')).toBe('served');
    await rm(path);
    expect(await run(daemon.url, 's3cr3t-two')).toBe('served');
    expect(daemon.stderr).toContain('the previous one stays in use');
    expect(daemon.stderr).not.toContain('s3cr3t');
  });

  test('answers /readyz without a token', async () => {
    const path = join(directory, 'token');
    await writeFile(path, 'tok', { mode: 0o600 });
    const { url } = await start('--ws-auth', 'capability-token', '--ws-token-file', path);
    expect((await fetch(`${url.replace('ws:', 'http:')}/readyz`)).status).toBe(200);
  });
});

test('exec-server with --ws-shared-secret-file accepts a valid token signed with that secret', async () => {
  const path = join(directory, 'secret');
  await writeFile(path, SECRET, { mode: 0o600 });
  const { url } = await start('--ws-auth', 'signed-bearer-token', '--ws-shared-secret-file', path);
  const exp = Math.floor(Date.now() / 1000) + 60;
  expect(await run(url, sign({ exp }))).toBe('served');
  expect(await run(url, sign({ exp }, { secret: 'x'.repeat(32) }))).toBe(REFUSED);
  expect(await run(url, sign({ exp: exp - 3600 }))).toBe(REFUSED);
});

describe('exec-server on a non-loopback address', () => {
  test('listens with authentication, without a warning', async () => {
    const digest = '0'.repeat(64);
    const daemon = await start(
      ...[
        '--listen',
        'ws://0.0.0.0:0',
        '--ws-auth',
        'capability-token',
        '--ws-token-sha256',
        digest,
      ],
    );
    expect(await run(daemon.url, 'tok')).toBe(REFUSED);
    expect(daemon.stderr).not.toContain('no authentication');
  });

  test('listens without authentication only with --allow-unauthenticated, and warns', async () => {
    const daemon = await start('--listen', 'ws://0.0.0.0:0', '--allow-unauthenticated');
    expect(await run(daemon.url, 'whatever')).toBe('served');
    expect(daemon.stderr).toMatch(/"level":40.*no authentication.*set --ws-auth/);
  });
});

test.each([
  [
    '--ws-token-file t',
    'websocket auth flags require `--ws-auth capability-token` or `--ws-auth signed-bearer-token`',
  ],
  [
    '--listen nonsense --ws-auth capability-token',
    '`--ws-token-file` or `--ws-token-sha256` is required when `--ws-auth capability-token` is set',
  ],
  [
    '--listen stdio --ws-auth capability-token --ws-token-file /nowhere',
    'failed to read websocket auth secret /nowhere: No such file or directory (os error 2)',
  ],
])('exec-server with %s fails with one line', async (args, reason) => {
  expect(await runCli(args.split(' '))).toEqual({
    code: 1,
    stdout: '',
    stderr: `Error: ${reason}\n`,
  });
});
