import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createExecServer, startExecServer } from '../../src/main/exec-server.js';
import { StartupError } from '../../src/main/startup-error.js';
import { linkedTransports } from '../../src/testing/linked-transports.js';
import { TestClient } from '../../src/testing/test-client.js';
import { CLOSED, MessageQueue } from '../adapters/json-rpc/message-queue.js';
import { RecordingLogger } from '../fakes/recording-logger.js';
import { KnownCredentials } from '../support/known-credentials.js';

const initialize = '{"id":1,"method":"initialize","params":{"clientName":"embedded"}}';
const listening = (): number =>
  process.getActiveResourcesInfo().filter((name) => /^(TCP|Pipe)Server/i.test(name)).length;

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'listeners-'));
  path = join(directory, 'exec.sock');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The status of the answer to a GET over the Unix socket. */
const get = (target: string, headers: Record<string, string> = {}): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath: path, path: target, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject).end();
  });

describe('createExecServer()', () => {
  test('listens nowhere and serves the given transports until close', async () => {
    const before = listening();
    const server = await createExecServer();
    expect(listening()).toBe(before);
    const [transport, client] = linkedTransports();
    const received = new MessageQueue();
    client.onMessage((message) => received.push(message.toString()));
    client.onEnd(() => received.push(CLOSED));
    server.serve(transport);
    client.send(initialize);
    expect(await received.next()).toContain('sessionId');
    await server.close();
    expect(await received.next()).toBe(CLOSED);
  });

  test('refuses the option `listen`', async () => {
    const options = { listen: 'ws://127.0.0.1:0' } as object;
    await expect(createExecServer(options)).rejects.toThrow(StartupError);
    await expect(createExecServer(options)).rejects.toThrow('call `listen` of the server');
  });

  test('refuses to announce an address, since it has none', async () => {
    const fleet = { nodeId: 'a', announce: 'redis://127.0.0.1:1' };
    await expect(createExecServer({ fleet })).rejects.toThrow(StartupError);
  });

  test('checks its other options', async () => {
    await expect(createExecServer({ overflow: 'drop' as never })).rejects.toThrow('overflow');
  });
});

describe('server.listen()', () => {
  test('adds addresses, which serve the same sessions', async () => {
    const logger = new RecordingLogger();
    await using server = await createExecServer({ logger });
    const urls = [
      await server.listen('ws://127.0.0.1:0'),
      await server.listen('ws://[::1]:0'),
      await server.listen({ path }),
    ];
    expect(urls).toEqual([
      expect.stringMatching(/^ws:\/\/127\.0\.0\.1:[1-9]\d*$/),
      expect.stringMatching(/^ws:\/\/\[::1\]:[1-9]\d*$/),
      `ws+unix://${path}:/`,
    ]);
    let sessionId: string | undefined;
    for (const url of urls) {
      const client = await new TestClient(url).connect();
      sessionId = (await client.initialize(sessionId)).sessionId;
      await client.disconnect();
    }
    const told = logger.lines.filter(({ message }) => message === 'listening');
    expect(told.map(({ fields }) => fields?.url ?? fields?.path)).toEqual([
      ...urls.slice(0, 2),
      path,
    ]);
  });

  test('is closed with the server and refused afterwards', async () => {
    const server = await startExecServer();
    await server.listen({ path });
    const client = await new TestClient(`ws+unix://${path}:/`).connect();
    await server.close();
    expect(await client.waitForClose()).toBe(1001);
    expect(existsSync(path)).toBe(false);
    await expect(server.listen({ path })).rejects.toThrow('the server has been closed');
    await expect(new TestClient(server.url).connect()).rejects.toThrow('ECONNREFUSED');
  });

  test('leaves the server running when it fails', async () => {
    await using server = await startExecServer();
    writeFileSync(path, 'in use');
    await expect(server.listen({ path })).rejects.toThrow(StartupError);
    await expect(server.listen({ path })).rejects.toThrow(path);
    await expect(server.listen(server.url)).rejects.toThrow(server.url);
    await (await new TestClient(server.url).connect()).disconnect();
    expect(existsSync(path)).toBe(true);
  });

  test('refuses an address beyond loopback without authentication', async () => {
    await using server = await createExecServer();
    await expect(server.listen('ws://0.0.0.0:0')).rejects.toThrow('refusing to listen');
  });

  test.each(['exec.sock', '\0abstract', '', '/tmp/a\0b', `/tmp/${'x'.repeat(200)}`, 42])(
    'refuses %j as the path of a Unix socket',
    async (wrong) => {
      await using server = await createExecServer();
      await expect(server.listen({ path: wrong as string })).rejects.toThrow(StartupError);
    },
  );
});

describe('Unix socket listener', () => {
  test('accepts only the user of the server, whatever the umask', async () => {
    const umask = process.umask(0);
    await using server = await createExecServer();
    await server.listen({ path });
    process.umask(umask);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('answers /readyz, and 403 to a request with an Origin or a foreign Host', async () => {
    await using server = await createExecServer();
    await server.listen({ path });
    expect(await get('/readyz')).toBe(200);
    expect(await get('/readyz', { origin: 'http://localhost' })).toBe(403);
    expect(await get('/readyz', { host: 'evil.example' })).toBe(403);
  });

  test('requires the credential of the authenticator', async () => {
    await using server = await createExecServer({
      authentication: new KnownCredentials('Bearer x'),
    });
    const url = await server.listen({ path });
    await expect(new TestClient(url).connect()).rejects.toThrow('401');
    await (await new TestClient(url).connect({ authorization: 'Bearer x' })).disconnect();
  });
});
