import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CLOSE_CODES } from '../../../src/protocol/close-codes.js';
import type { ProcessReadResult, ProcessStartResult } from '../../../src/protocol/process.js';
import type { ProcessListResult } from '../../../src/protocol/process-extensions.js';
import { type ExecServerHarness, execServer } from '../../../src/testing/harness.js';
import type { TestClient } from '../../../src/testing/test-client.js';
import { outcome, startProcess } from '../../support/processes/raw-process.js';

const EXTENSIONS = { version: 1 } as const;

let server: ExecServerHarness;

beforeAll(async () => {
  server = await execServer({ mode: 'daemon', args: ['--max-session-ttl', '100s'] });
});

afterAll(() => server.shutdown());

const extended = async (): Promise<TestClient> => {
  const client = await server.testClient({ initialize: false });
  await client.initialize(undefined, EXTENSIONS);
  return client;
};

const list = (client: TestClient): Promise<ProcessListResult> => client.request('process/list');

const write = (client: TestClient, processId: string, text: string): Promise<unknown> =>
  client.request('process/write', {
    processId,
    chunk: Buffer.from(text).toString('base64'),
    writeId: text.slice(0, 9),
  });

const outputOf = (client: TestClient, processId: string): Promise<unknown> =>
  client.waitForEvent(
    ({ method, params }) => method === 'process/output' && params.processId === processId,
  );

describe('A client that does not ask for the extensions', () => {
  test.each(['process/resize', 'process/closeStdin', 'process/list', 'session/end'])(
    'is told that %s is not implemented',
    async (method) => {
      await expect(server.request(method, {})).rejects.toMatchObject({
        code: -32_601,
        message: expect.stringContaining(`does not implement \`${method}\` yet`),
      });
    },
  );

  test('sees none of their fields, and can send no other signal', async () => {
    const id = await startProcess(server, { argv: ['sh', '-c', 'kill -TERM $$'] });
    await outcome(server, id);
    const exited = server.events.find(({ method }) => method === 'process/exited');
    expect(Object.keys(exited?.params ?? {})).toEqual([
      'processId',
      'seq',
      'exitCode',
      'sandboxDenied',
    ]);
    const page = await server.request<object>('process/read', { processId: id });
    expect(page).not.toHaveProperty('signal');
    await expect(
      server.request('process/signal', { processId: id, signal: 'SIGTERM' }),
    ).rejects.toMatchObject({ code: -32_602 });
  });
});

test('the answer to process/start has the pid of the process, for clients with the extensions only', async () => {
  const client = await extended();
  const start = {
    processId: 'pid',
    argv: ['sh', '-c', 'echo $$'],
    cwd: 'file:///',
    env: { PATH: '/usr/bin:/bin' },
    tty: false,
  };
  const answer = await client.request<ProcessStartResult>('process/start', start);

  expect(answer).toEqual({ processId: 'pid', sandboxType: 'none', pid: expect.any(Number) });
  expect((await outcome(client, 'pid')).stdout).toBe(`${answer.pid}\n`);
  expect(await server.request('process/start', start)).not.toHaveProperty('pid');
});

describe('A terminal', () => {
  test('has the size of the start, and that of a later process/resize', async () => {
    const client = await extended();
    const id = await startProcess(client, {
      argv: ['bash', '-c', 'trap "stty size; exit" WINCH; stty size; while :; do sleep 0.05; done'],
      tty: true,
      terminalSize: { cols: 132, rows: 50 },
    });
    await outputOf(client, id);
    await client.request('process/resize', { processId: id, terminalSize: { cols: 20, rows: 10 } });

    expect((await outcome(client, id)).pty).toBe('50 132\r\n10 20\r\n');
  });

  test('is not resized after the exit of its process, without an error', async () => {
    const client = await extended();
    const processId = await startProcess(client, { argv: ['true'], tty: true });
    await outcome(client, processId);
    const terminalSize = { cols: 20, rows: 10 };

    expect(await client.request('process/resize', { processId, terminalSize })).toEqual({});
  });
});

describe('process/closeStdin', () => {
  test('ends the input behind everything written, once', async () => {
    const client = await extended();
    const processId = await startProcess(client, { argv: ['cat'], pipeStdin: true });
    const text = 'x'.repeat(300_000);
    const answers = await Promise.all([
      write(client, processId, text),
      client.request('process/closeStdin', { processId }),
      client.request('process/closeStdin', { processId }),
      write(client, processId, 'late'),
    ]);

    expect(answers).toEqual([{ status: 'accepted' }, {}, {}, { status: 'stdinClosed' }]);
    expect(await outcome(client, processId)).toMatchObject({ stdout: text, exitCode: 0 });
  });
});

describe.each([false, true])('process/signal with a name (tty: %s)', (tty) => {
  test('reaches the process, whose exit tells the signal and the time', async () => {
    const client = await extended();
    const processId = await startProcess(client, { argv: ['sleep', '1000'], tty });
    const began = Date.now();
    await client.request('process/signal', { processId, signal: 'SIGTERM' });
    await outcome(client, processId);
    const exited = client.events.find(({ method }) => method === 'process/exited');

    expect(exited?.params).toMatchObject({ exitCode: 143, signal: 'SIGTERM' });
    expect(exited?.params.exitedAtMs).toBeGreaterThanOrEqual(began);
    expect(await client.request<ProcessReadResult>('process/read', { processId })).toMatchObject({
      exitCode: 143,
      signal: 'SIGTERM',
      exitedAtMs: exited?.params.exitedAtMs,
    });
  });
});

describe('process/list', () => {
  test('describes the processes of the session', async () => {
    const client = await extended();
    const id = await startProcess(client, { argv: ['sleep', '1000'], cwd: 'file:///tmp' });
    const ended = await startProcess(client, { argv: ['false'] });
    await outcome(client, ended);

    expect((await list(client)).processes).toMatchObject([
      {
        processId: id,
        pid: expect.any(Number),
        argv: ['sleep', '1000'],
        argvAbridged: false,
        cwd: 'file:///tmp',
        tty: false,
        startedAtMs: expect.any(Number),
        exited: false,
        exitCode: null,
        signal: null,
        exitedAtMs: null,
        closed: false,
        paused: false,
        nextSeq: 1,
      },
      { processId: ended, exited: true, exitCode: 1, signal: null, closed: true, nextSeq: 3 },
    ]);
  });
});

describe('session/end', () => {
  test('kills the processes, and the session cannot be resumed', async () => {
    const client = await extended();
    const id = await startProcess(client, { argv: ['sleep', '1000'] });
    expect(await client.request('session/end')).toEqual({});
    expect((await outcome(client, id)).exitCode).toBe(137);
    await expect(list(client)).rejects.toThrow('session has ended');

    await expect(client.reconnect({ resume: true })).rejects.toThrow('unknown session id');
  });
});

describe('The time to live of a session', () => {
  test('is what the client asks for, up to --max-session-ttl', async () => {
    const client = await server.testClient({ initialize: false });
    const { extensions } = await client.initialize(undefined, { ...EXTENSIONS, sessionTtlMs: 1e9 });

    expect(extensions).toEqual({ version: 1, sessionTtlMs: 100_000 });
  });
});

describe('An observer', () => {
  const observe = async (observeSessionId: string): Promise<TestClient> => {
    const client = await server.testClient({ initialize: false });
    await client.initialize(undefined, { ...EXTENSIONS, observeSessionId });
    return client;
  };

  test('follows a process by long polls, and is told of nothing', async () => {
    const holder = await extended();
    const processId = await startProcess(holder, { argv: ['cat'], pipeStdin: true });
    const observer = await observe(holder.sessionId);
    const poll = observer.request<ProcessReadResult>('process/read', {
      processId,
      afterSeq: 0,
      waitMs: 60_000,
    });
    await write(holder, processId, 'hello');

    expect((await poll).chunks).toMatchObject([{ seq: 1, stream: 'stdout' }]);
    await observer.request('process/terminate', { processId });
    expect((await outcome(holder, processId)).exitCode).toBe(137);
    expect(observer.events).toEqual([]);
    await expect(startProcess(observer, { argv: ['true'] })).rejects.toThrow('may only list');
  });
});

describe('A resume with takeOver', () => {
  test('disconnects the client that is attached and alive, and tells it why', async () => {
    const holder = await extended();
    const id = await startProcess(holder, { argv: ['sleep', '1000'] });
    const taker = await server.testClient({ initialize: false });
    await taker.initialize(holder.sessionId, { ...EXTENSIONS, takeOver: true });

    expect(await holder.waitForClose()).toBe(CLOSE_CODES.sessionTakenOver);
    expect((await list(taker)).processes).toMatchObject([{ processId: id, exited: false }]);
  });
});
