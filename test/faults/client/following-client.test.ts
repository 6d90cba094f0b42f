import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { FaultProxy } from '../../../src/testing/faults/fault-proxy.js';
import type { ExecServerHarness } from '../../../src/testing/harness.js';
import { sharedDaemon } from '../../support/shared-daemon.js';
import { FollowingClient } from './following-client.js';

let server: ExecServerHarness;
let proxy: FaultProxy;
let client: FollowingClient;

beforeAll(async () => {
  server = await sharedDaemon();
});

beforeEach(async () => {
  proxy = await FaultProxy.open(server.url);
  client = await FollowingClient.connect(proxy.url, { recoveryMs: 1000 });
});

afterEach(async () => {
  client.close();
  await proxy.close();
});

/** Resolves once the client has noticed that its connection is gone, and has come back. */
const recovered = async (): Promise<void> => {
  const before = client.recoveries.length;
  while (client.recoveries.length === before) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await client.connected();
  }
};

/** Lets the first client in, and refuses those who resume with these codes before it lets them in. */
const fakeDaemon = async (refusals: number[]) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let welcome: () => void = () => undefined;
  const resumed = new Promise<void>((resolve) => {
    welcome = resolve;
  });
  server.on('connection', (websocket) => {
    websocket.on('message', (data) => {
      const { id, method, params } = JSON.parse(String(data));
      if (method !== 'initialize') {
        return;
      }
      const code = params.resumeSessionId === null ? undefined : refusals.shift();
      const reply = code === undefined ? { result: { sessionId: 's' } } : { error: refusal(code) };
      websocket.send(JSON.stringify({ id, ...reply }));
      if (code === undefined && params.resumeSessionId === 's') {
        welcome();
      }
    });
  });
  const drop = (): void => {
    for (const each of server.clients) {
      each.terminate();
    }
  };
  const stop = async (): Promise<void> => {
    drop();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}`, resumed, drop, [Symbol.asyncDispose]: stop };
};

const refusal = (code: number) => ({ code, message: 'refused' });

test('FollowingClient follows a process to its end over a reset', async () => {
  const process = await client.start({ argv: ['sed', '/^two$/q'], pipeStdin: true });
  expect(await client.write(process, Buffer.from('one\n'))).toBe('accepted');
  proxy.cutAll('reset');
  await recovered();
  expect(await client.write(process, Buffer.from('two\n'))).toBe('accepted');
  expect(await process.closed).toMatchObject({
    exitCode: 0,
    exits: 1,
    closes: 1,
    streams: { stdout: { bytes: 8 } },
    violations: [],
  });
});

test('FollowingClient resumes after its connection vanished, once the daemon knows', async () => {
  const notice = proxy.vanish();
  setTimeout(notice, 250);
  await recovered();
  expect(await client.request('environment/status', null)).toMatchObject({ status: 'ready' });
});

test('FollowingClient retries while its session is still attached', async () => {
  await using daemon = await fakeDaemon([-32_010, -32_010]);
  const refused = await FollowingClient.connect(daemon.url);
  daemon.drop();
  await daemon.resumed;
  await refused.connected();
  expect(refused.refusals).toBe(2);
  expect(refused.recoveries).toHaveLength(1);
  refused.close();
});

test('FollowingClient gives up at once when its session is unknown', async () => {
  await using daemon = await fakeDaemon([-32_600]);
  const lost = await FollowingClient.connect(daemon.url);
  const request = lost.request('never/answered', null);
  daemon.drop();
  await expect(request).rejects.toThrow('initialize: refused (-32600)');
});

test('FollowingClient gives up after its recovery timeout', async () => {
  const process = await client.start({ argv: ['sleep', '1000'] });
  proxy.refuse();
  proxy.cutAll('fin');
  await expect(process.closed).rejects.toThrow('recovery timed out after 1000 ms');
  await expect(client.connected()).rejects.toThrow('recovery timed out after 1000 ms');
});

test('FollowingClient fails a start that was cut off and leaves no process running', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'cut-off-'));
  const fifo = join(directory, 'started');
  execFileSync('mkfifo', [fifo]);
  proxy.stall('toClient');
  const start = client.start({ argv: ['sh', '-c', 'echo > "$0"; exec sleep 1000', fifo] });
  const refused = expect(start).rejects.toThrow('process/start');
  // The request itself still gets through: a reset may overtake what has not been read.
  await readFile(fifo);
  proxy.cutAll('reset');
  await refused;
  await recovered();
  const read = { processId: 'p1', waitMs: 10_000 };
  expect(await client.request('process/read', read)).toMatchObject({ exitCode: 137 });
  const next = await client.start({ argv: ['true'] });
  expect(next.id).toBe('p2');
  expect(await next.closed).toMatchObject({ exitCode: 0, violations: [] });
  await rm(directory, { recursive: true });
});
