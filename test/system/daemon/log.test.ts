import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { DaemonProcess } from '../../../src/testing/daemon-process.js';
import { execServer } from '../../../src/testing/harness.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { SECRET, sign } from '../../adapters/authentication/sign.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';
import { workspaceWrite } from '../sandbox/sandbox-policies.js';

type Line = Record<string, unknown>;

/** Those that have come whole. */
const linesOf = (daemon: DaemonProcess | undefined): Line[] =>
  (daemon?.stderr ?? '')
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const { time: _, pid: __, ...rest } = JSON.parse(line);
      return rest;
    });

/** Resolves with the line of that message, when it has come. */
const line = async (daemon: DaemonProcess | undefined, message: string): Promise<Line> => {
  for (;;) {
    const found = linesOf(daemon).find(({ msg }) => msg === message);
    if (found !== undefined) {
      return found;
    }
    await setTimeout(10);
  }
};

test('the log tells who opened a session, how each connection ended and what became of the session', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'log-'));
  const file = join(directory, 'secret');
  await writeFile(file, SECRET, { mode: 0o600 });
  const signed = ['--ws-auth', 'signed-bearer-token', '--ws-shared-secret-file', file];
  const args = ['--listen', 'ws://127.0.0.1:0', '--log-level', 'debug', ...signed];
  const daemon = await DaemonProcess.start(args, process.env);
  const token = sign({ exp: Math.floor(Date.now() / 1000) + 60, sub: 'ann\u001b[2J' });
  const authorization = { authorization: `Bearer ${token}` };
  const client = new TestClient(daemon.url);
  await client.connect(authorization);
  await client.initialize();
  const session = `${client.sessionId.slice(0, 8)}…`;
  const id = await startProcess(client, { argv: ['sh', '-c', 'exit 3', 's3cr3t'] });
  await outcome(client, id);
  await client.disconnect('reset');
  await line(daemon, 'session detached');
  await client.connect(authorization);
  await client.initialize(client.sessionId);
  daemon.kill('SIGTERM');
  expect(await client.waitForClose()).toBe(1001);
  await daemon.exit();
  await rm(directory, { recursive: true });

  const about = linesOf(daemon).filter((one) => one.session === session);
  const facts = {
    session,
    address: '127.0.0.1',
    client: 'exec-server/testing',
    subject: 'ann\uFFFD[2J',
  };
  const ofProcess = { session, process: id, processPid: expect.any(Number) };
  expect(about).toEqual([
    { level: 30, msg: 'session opened', ...facts },
    { level: 20, msg: 'process started', ...ofProcess },
    { level: 20, msg: 'process ended', ...ofProcess, exitCode: 3, durationMs: expect.any(Number) },
    { level: 30, msg: 'connection ended', ...facts, reason: 'reset by the client' },
    { level: 30, msg: 'session detached', ...facts, processes: 1 },
    { level: 30, msg: 'session resumed', ...facts },
    { level: 30, msg: 'connection ended', ...facts, reason: 'server stopping', code: 1001 },
    { level: 30, msg: 'session detached', ...facts, processes: 1 },
    { level: 30, msg: 'session ended', session, processes: 1, reason: 'server stopping' },
  ]);
  expect(daemon.stderr).not.toContain('s3cr3t');
  expect(daemon.stderr).not.toContain(token);
});

test('the log begins with version, address and authentication, and warns of a missing bubblewrap', async () => {
  const args = ['--bwrap-path', '/nowhere/bwrap'];
  await using server = await execServer({ mode: 'daemon', args });
  expect(linesOf(server.daemon)[0]).toEqual({
    level: 30,
    msg: 'listening',
    url: server.url,
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    authentication: 'none',
  });
  expect(await line(server.daemon, 'sandboxing unavailable')).toMatchObject({
    level: 40,
    reason: expect.stringContaining('not found at `/nowhere/bwrap`'),
  });
});

test('the log warns of a refused sandbox without the paths of its rules', async () => {
  await using server = await execServer({
    mode: 'daemon',
    args: ['--bwrap-path', '/nowhere/bwrap'],
  });
  const client = await server.client();
  await expect(client.run('true', [], { sandbox: workspaceWrite('/s3cr3t') })).rejects.toThrow(
    'filesystem sandbox cannot be enforced',
  );
  expect(await line(server.daemon, 'sandbox refused')).toMatchObject({
    level: 40,
    session: `${client.sessionId.slice(0, 8)}…`,
    client: 'exec-server/client',
    method: 'process/start',
    reason: expect.stringContaining('bubblewrap was not found'),
  });
  expect(server.daemon?.stderr).not.toContain('s3cr3t');
});

test('--max-log-lines limits each kind of line to 20 for 100 sessions', async () => {
  const args = ['--log-rate-limit', '20'];
  const server = await execServer({ mode: 'daemon', args });
  for (let round = 0; round < 10; round += 1) {
    const clients = await Promise.all(Array.from({ length: 10 }, () => server.testClient()));
    await Promise.all(clients.map((client) => client.disconnect()));
  }
  await server.shutdown();
  const messages = linesOf(server.daemon).map(({ msg }) => msg);
  for (const message of [
    'session opened',
    'connection ended',
    'session detached',
    'session ended',
  ]) {
    expect(messages.filter((one) => one === message)).toHaveLength(20);
  }
});
