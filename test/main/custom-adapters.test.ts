import { describe, expect, jest, test } from '@jest/globals';
import { ContainerModule, type ServiceIdentifier } from 'inversify';
import type { LogFields, Logger } from '../../src/application/ports/logger.js';
import { type ExecServerOptions, startExecServer } from '../../src/main/exec-server.js';
import { PORTS } from '../../src/main/tokens.js';
import { execServer } from '../../src/testing/harness.js';
import { TestClient } from '../../src/testing/test-client.js';
import { requestText, UPGRADE_HEADERS } from '../adapters/http-server/request-text.js';
import { ask } from '../adapters/http-server/test-listener.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { Deferred } from '../support/deferred.js';
import { startProcess } from '../support/processes/raw-process.js';

const boom = (): never => {
  throw new Error('no more disks');
};
const rejects = async (): Promise<never> => boom();
/** An adapter whose every method is this one. */
const everyMethod = (method: () => unknown): object =>
  new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : method) });

const rebinding = (port: ServiceIdentifier, adapter: unknown): ContainerModule =>
  new ContainerModule(({ rebind }) => {
    rebind(port).toConstantValue(adapter);
  });

const started = { start: async () => everyMethod(boom), dispose: async () => undefined };
const body = { [Symbol.asyncIterator]: () => ({ next: rejects }) };
const response = { status: 200, headers: [], body, discard: boom };
const initialize = (): Promise<unknown> => Promise.resolve();
const echo = (client: TestClient) => startProcess(client, { argv: ['echo'] });
const readFile = (client: TestClient) => client.request('fs/readFile', { path: 'file:///x' });
const write = async (client: TestClient) => {
  const processId = await echo(client);
  return await client.request('process/write', { processId, chunk: '', writeId: 'w' });
};
const get = (client: TestClient) => {
  const request = { requestId: 'r', method: 'GET', url: 'http://192.0.2.1/', headers: [] };
  return client.request('http/request', request);
};
const watch = (client: TestClient) =>
  client.request('fs/watchMissing', { watchId: 1, missing: ['file:///nope'] });
const { clock, fileSystems, hostInformation, httpClient, idGenerator } = PORTS;
const { pathWatcher, processRunner, sessionStore } = PORTS;

describe('An error of a custom adapter is logged with its message and does not end the server:', () => {
  test.each<[string, ServiceIdentifier, unknown, (client: TestClient) => Promise<unknown>]>([
    ['ProcessRunner.start', processRunner, everyMethod(boom), echo],
    ['ProcessRunner.start', processRunner, everyMethod(rejects), echo],
    ['ProcessRunner.dispose', processRunner, everyMethod(rejects), initialize],
    ['ProcessRunner.write', processRunner, started, write],
    ['ProcessRunner.kill', processRunner, started, echo],
    ['FileSystemProvider.forSandbox', fileSystems, everyMethod(boom), readFile],
    ['FileSystemProvider.forSandbox', fileSystems, Object.freeze({ forSandbox: boom }), readFile],
    [
      'FileSystemProvider.readFile',
      fileSystems,
      { forSandbox: () => everyMethod(rejects) },
      readFile,
    ],
    ['HostInformation.describe', hostInformation, everyMethod(boom), initialize],
    ['HttpClient.send', httpClient, everyMethod(rejects), get],
    ['HttpClient.next', httpClient, { send: async () => response, dispose: initialize }, get],
    ['IdGenerator.sessionId', idGenerator, everyMethod(boom), initialize],
    ['PathWatcher.watch', pathWatcher, everyMethod(rejects), watch],
    ['SessionStore.add', sessionStore, everyMethod(boom), initialize],
    ['Clock.schedule', clock, { nowMs: () => 0, schedule: boom }, initialize],
  ])('%s', async (method, port, adapter, use) => {
    const reported = new Deferred<LogFields>();
    const logger = new RecordingLogger();
    logger.error = (_, fields = {}) => {
      if (`${fields.adapter}.${fields.method}` === method) {
        reported.resolve(fields);
      }
    };
    const server = await startExecServer({
      logger,
      limits: { sessionTtlMs: 1 },
      modules: [rebinding(port, adapter)],
    });
    const client = await new TestClient(server.url).connect();
    await client
      .initialize()
      .then(() => use(client))
      .catch(() => undefined);
    await client.disconnect();
    if (method === 'ProcessRunner.dispose') {
      void server.close();
    }
    expect(await reported.promise).toMatchObject({ message: 'no more disks' });
    await server.close();
  });

  test.each<[string, () => unknown]>([
    ['at once', () => boom()],
    ['later', rejects],
  ])('logger (%s)', async (_, method) => {
    const warned = new Deferred<unknown>();
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(warned.resolve);
    await using server = await execServer({ logger: everyMethod(method) as Logger });
    await (await server.client()).run('true');
    expect(await warned.promise).toContain('no more disks');
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  test('authenticator, without the credential', async () => {
    const logger = new RecordingLogger();
    const authenticate = async (shown = ''): Promise<never> => {
      throw new Error(`no database for ${shown.slice(7)} in ${shown}`);
    };
    await using server = await startExecServer({
      logger,
      authentication: { authenticates: true, authenticate },
    });
    const headers = [...UPGRADE_HEADERS, 'Authorization: Bearer s3cr3t'];
    const port = Number(new URL(server.url).port);
    expect((await ask(port, requestText('GET /', headers)))[0]).toBe(401);
    expect(logger.lines[1]?.fields).toMatchObject({ message: 'no database for … in …' });
    expect(JSON.stringify(logger.lines)).not.toContain('s3cr3t');
  });
});

test('a custom authenticator that never settles does not keep a server from closing', async () => {
  const asked = new Deferred();
  const authenticate = (): Promise<never> => {
    asked.resolve();
    return new Promise(() => undefined);
  };
  const server = await startExecServer({ authentication: { authenticates: true, authenticate } });
  const answer = ask(Number(new URL(server.url).port), requestText('GET /', UPGRADE_HEADERS));
  await asked.promise;
  await server.close();
  expect((await answer)[0]).toBe(503);
});

test('a module may be asynchronous', async () => {
  const options: ExecServerOptions = {
    modules: [
      new ContainerModule(async ({ rebind }) => {
        (await rebind(PORTS.idGenerator)).toConstantValue({ sessionId: () => 'mine' });
      }),
    ],
  };
  await using server = await execServer(options);
  expect(server.sessionId).toBe('mine');
});
