import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { execServer } from '../../../src/testing/harness.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { allEnded } from '../../adapters/processes/proc-inspection.js';
import { startProcess } from '../../support/processes/raw-process.js';
import { sharedDaemon } from '../../support/shared-daemon.js';

/** A proxy to the server that, from `stall` on, forwards nothing and closes nothing. */
const stallableProxy = async (url: string) => {
  const sockets = new Set<Socket>();
  let isStalled = false;
  const proxy = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => isStalled || to.destroy());
      from.on('data', (bytes) => isStalled || to.write(bytes));
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as { port: number };
  return {
    url: `ws://127.0.0.1:${port}`,
    stall: () => {
      isStalled = true;
    },
    [Symbol.dispose]: () => {
      for (const socket of sockets) {
        socket.destroy();
      }
      proxy.close();
    },
  };
};

describe('A connection that stalls without being closed', () => {
  test('loses its session to a resume, long before --peer-timeout', async () => {
    await using server = await execServer({ mode: 'daemon', args: ['--peer-timeout', '1h'] });
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    const id = await startProcess(client, { argv: ['sleep', '1000'] });
    proxy.stall();
    const challenger = await server.testClient({ initialize: false });
    expect((await challenger.initialize(client.sessionId)).sessionId).toBe(client.sessionId);
    expect(await challenger.request('process/terminate', { processId: id })).toEqual({
      running: true,
    });
  });

  test('is detected by the heartbeat, and its session expires', async () => {
    const args = ['--ping-interval', '100ms', '--peer-timeout', '500ms', '--session-ttl', '100ms'];
    await using server = await execServer({ mode: 'daemon', args });
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    await startProcess(client, { argv: ['bash', '-c', 'echo $$; exec sleep 1000'] });
    const { params } = await client.waitForEvent(({ method }) => method === 'process/output');
    const pid = Number(Buffer.from(params.chunk, 'base64').toString());
    proxy.stall();
    await allEnded([pid]);
  });

  test('makes requests pipelined with the resume wait for the session', async () => {
    const server = await sharedDaemon();
    using proxy = await stallableProxy(server.url);
    const client = await new TestClient(proxy.url).connect();
    await client.initialize();
    proxy.stall();
    const challenger = await server.testClient({ initialize: false });
    const resumed = challenger.request('initialize', {
      clientName: 'x',
      resumeSessionId: client.sessionId,
    });
    challenger.notify('initialized');
    expect(await challenger.request('environment/status')).toEqual({ status: 'ready' });
    await resumed;
  });
});
