import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DaemonProcess } from '../../src/testing/daemon-process.js';
import { type ExecServerHarness, execServer } from '../../src/testing/harness.js';
import { TestClient } from '../../src/testing/test-client.js';
import { eventually } from '../adapters/processes/proc-inspection.js';
import { outcome, startProcess } from '../support/processes/raw-process.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon', args: ['--log-level', 'debug'] });
});

afterAll(async () => {
  await server.shutdown();
});

/** Ends as planned, be it with a result or with an error that does not speak of others. */
const attempt = async (method: string, params: object): Promise<string> => {
  const reply = await server.request(method, params).catch((error: Error) => error.message);
  return JSON.stringify(reply);
};

describe('Log lines', () => {
  test('contain nothing of the arguments, environment, input and output of a process', async () => {
    const processId = await startProcess(server, {
      argv: ['sh', '-c', 'read line; echo "$line $SECRET $0" >&2; exit 3', 'planted-argument'],
      env: { PATH: process.env.PATH ?? '', SECRET: 'planted-variable' },
      pipeStdin: true,
    });
    const chunk = base64('planted-input\n');
    await server.request('process/write', { processId, chunk, writeId: 'planted-write-id' });
    const { stderr } = await outcome(server, processId);
    expect(stderr).toBe('planted-input planted-variable planted-argument\n');
    await attempt('process/read', { processId });
    await expectNothingLogged();
  });

  test.each([
    ['a program that is missing', { argv: ['/nowhere/planted-program', 'planted-argument'] }],
    ['a directory that is missing', { cwd: 'file:///planted-directory' }],
    ['a variable of the wrong type', { env: { SECRET: 'planted-variable', OTHER: 1 } }],
    ['a NUL byte', { argv: ['true', 'planted-argument\0'] }],
    ['a terminal', { tty: true, argv: ['/nowhere/planted-program'] }],
  ])('contain nothing of a start that fails for %s', async (_, params) => {
    const started = { argv: ['true'], cwd: 'file:///', env: {}, tty: false, ...params };
    await attempt('process/start', { processId: `p-${Math.random()}`, ...started });
    await expectNothingLogged();
  });

  test.each([
    ['garbage', 'planted-garbage'],
    ['a duplicate key', '{"id":1,"planted-key":1,"planted-key":"planted-value"}'],
    ['an unknown method', '{"id":1,"method":"planted-method","params":{"a":"planted-value"}}'],
    ['an unknown session', initialize('planted-session-id')],
  ])('contain nothing of a message that is %s', async (_, text) => {
    await using client = await server.testClient({ initialize: false });
    const answered = client.waitForMessage((message) => 'error' in message);
    client.sendText(text);
    await answered;
    await expectNothingLogged();
  });

  test.each([
    ['fs/readFile', { path: 'file:///nowhere/planted-path' }],
    [
      'fs/writeFile',
      { path: 'file:///nowhere/planted-path', dataBase64: base64('planted-content') },
    ],
    ['fs/open', { handleId: 'planted-handle', path: 'file:///nowhere/planted-path' }],
    [
      'http/request',
      {
        method: 'GET',
        url: 'http://planted-user:planted-password@127.0.0.1:1/planted-path',
        requestId: 'planted-id',
        headers: [{ name: 'authorization', value: 'planted-', valueEnvVar: 'PLANTED' }],
      },
    ],
    ['environmentConfig/read', { cwd: 'file:///planted', configPaths: [], requirementsPaths: [] }],
  ])('contain nothing of the params of a failing %s', async (method, params) => {
    await attempt(method, params);
    await expectNothingLogged();
  });

  test('contain nothing of a protocol violation that closes the connection', async () => {
    await using client = await server.testClient();
    client.notify('planted-method', { secret: 'planted-value' });
    await client.waitForClose();
    await expectNothingLogged();
  });
});

test('log lines never contain a whole session id', () => {
  expect(server.daemon?.stderr).toContain(server.sessionId.slice(0, 8));
  expect(server.daemon?.stderr).not.toContain(server.sessionId);
});

test('log lines contain neither a right nor a wrong token', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'planted-secrets-'));
  const file = join(directory, 'token');
  await writeFile(file, 'planted-right-token', { mode: 0o600 });
  const args = ['--ws-auth', 'capability-token', '--ws-token-file', file, '--log-level', 'debug'];
  const daemon = await DaemonProcess.start(['--listen', 'ws://127.0.0.1:0', ...args], process.env);
  await using client = new TestClient(daemon.url);
  const wrong = { authorization: 'Bearer planted-wrong-token' };
  await expect(client.connect(wrong)).rejects.toThrow('401');
  await client.connect({ authorization: 'Bearer planted-right-token' });
  await client.initialize();
  daemon.kill('SIGTERM');
  await daemon.exit();
  await rm(directory, { recursive: true });
  expect(daemon.stderr).toContain('session opened');
  expect(daemon.stderr).not.toContain('planted-');
});

test('an error does not reveal the process of another client', async () => {
  await using other = await server.testClient();
  const id = await startProcess(server, { argv: ['sleep', '1000', 'planted-argument'] });
  await expect(other.request('process/read', { processId: id })).rejects.toThrow(
    `unknown process id ${id}`,
  );
  await server.request('process/terminate', { processId: id });
});

test('a process inherits no EXEC_SERVER variable of the daemon', async () => {
  await using daemon = await execServer({
    mode: 'daemon',
    env: { EXEC_SERVER_PING_INTERVAL: '7s', OWN: 'inherited' },
  });
  const client = await daemon.client();
  const { stdout } = await client.run('env', [], {
    envPolicy: {
      inherit: 'all',
      ignoreDefaultExcludes: true,
      exclude: [],
      set: {},
      includeOnly: [],
    },
  });
  expect(stdout).toMatch(/^OWN=inherited$/m);
  expect(stdout).not.toContain('EXEC_SERVER_');
});

function initialize(resumeSessionId: string): string {
  return JSON.stringify({
    id: 1,
    method: 'initialize',
    params: { clientName: 'x', resumeSessionId },
  });
}

/** After all that was logged so far has arrived here: the log has one order, and a session is logged when it opens. */
async function expectNothingLogged(): Promise<void> {
  await using last = await server.testClient();
  await eventually(() => server.daemon?.stderr.includes(last.sessionId.slice(0, 8)));
  expect(server.daemon?.stderr).not.toContain('planted-');
}
