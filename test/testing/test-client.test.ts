import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExecServerHarness, execServer } from '../../src/testing/harness.js';
import { outcome, startProcess } from '../support/processes/raw-process.js';

const THIS_FILE = fileURLToPath(import.meta.url);

let server: ExecServerHarness;

beforeEach(async () => {
  server = await execServer();
});

afterEach(() => server.shutdown());

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );

const never = () => false;

test('TestClient rejects a request with the code and the data of the error', async () => {
  const start = startProcess(server, { argv: ['/nowhere/program'] });

  expect(await failure(start)).toMatchObject({ code: -32_603, data: { kind: 'spawnNotFound' } });
});

describe('TestClient connection that has ended', () => {
  test('fails every wait at once with the close code', async () => {
    const waits = [server.waitForEvent(never), server.waitForMessage(never)].map(failure);
    server.socket.destroy();

    const messages = (await Promise.all(waits)).map(({ message }) => message);
    expect(messages[0]).toMatch(/^no matching event: the connection was closed \(1006\)/);
    expect(messages[1]).toMatch(/^no matching message: the connection was closed/);
  });

  test('fails every later wait and request', async () => {
    await server.disconnect();

    for (const late of [server.waitForEvent(never), server.request('environment/status')]) {
      expect((await failure(late)).message).toContain('the connection was closed (1006)');
    }
  });

  test('does not fail a wait that has been answered', async () => {
    const id = await startProcess(server, { argv: ['true'] });
    await outcome(server, id);
    await server.disconnect();

    expect(await outcome(server, id)).toMatchObject({ exitCode: 0 });
  });

  test('does not fail a wait when the session is resumed', async () => {
    const id = await startProcess(server, { argv: ['cat'], pipeStdin: true });
    const ended = outcome(server, id);
    await server.reconnect({ resume: true });
    await server.request('process/terminate', { processId: id });

    expect(await ended).toMatchObject({ exitCode: 137 });
  });
});

describe('TestClient failure', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['of an event', () => server.waitForEvent(never, { timeoutMs: 1 })],
    ['of a message', () => server.waitForMessage(never, { timeoutMs: 1 })],
    ['of a request that is refused', () => server.request('no/such/method')],
  ])('%s names the line of the test', async (_, fail) => {
    const { stack = '' } = await failure(fail());
    expect(stack.split('\n').find((line) => line.startsWith('    at '))).toContain(THIS_FILE);
  });
});

test('client() is of exec-server/client, with a session of its own that shutdown leaves', async () => {
  const own = await execServer();
  const client = await own.client();
  expect(client.sessionId).not.toBe(own.sessionId);
  expect((await client.run('echo', ['hello'])).stdout).toBe('hello');
  await own.shutdown();
  expect(client.state).toBe('closed');
});

test('execServer closes its server when the first client is refused', async () => {
  let closed = 0;
  const logger = {
    debug: () => undefined,
    info: (message: string) => {
      if (message === 'stopped') {
        closed += 1;
      }
    },
    warn: () => undefined,
    error: () => undefined,
  };
  const authentication = {
    authenticates: true,
    authenticate: async () => ({ granted: false, reason: 'nobody' }) as const,
  };

  await expect(execServer({ authentication, logger })).rejects.toThrow('401');
  expect(closed).toBe(1);
});
