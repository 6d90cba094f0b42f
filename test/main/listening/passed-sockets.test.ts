import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createExecServer, startExecServer } from '../../../src/main/exec-server.js';
import { startGateway } from '../../../src/main/gateway/gateway.js';
import { StartupError } from '../../../src/main/startup-error.js';
import { TestClient } from '../../../src/testing/test-client.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { KnownCredentials } from '../../support/known-credentials.js';
import { listeningDescriptor } from '../../support/sockets/listening-descriptor.js';

const V4 = { host: '127.0.0.1', port: 0 };
const V6 = { host: '::1', port: 0 };
const BEYOND: [string, string][] = [
  ['0.0.0.0', 'ws://0.0.0.0:'],
  ['::', 'ws://[::]:'],
];
const NODES = 'ws://127.0.0.1:9';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sockets-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('Passed sockets', () => {
  test('take the place of `listen`, all of them, and the first one is the URL', async () => {
    const [v4, v6] = [await listeningDescriptor(V4), await listeningDescriptor(V6)];
    const logger = new RecordingLogger();
    await using server = await startExecServer({
      listen: 'ws://127.0.0.1:1',
      sockets: [{ fd: v4.fd, name: 'a' }, { fd: v6.fd }],
      logger,
    });
    expect(server.url).toBe(`ws://127.0.0.1:${v4.port}`);
    for (const url of [server.url, `ws://[::1]:${v6.port}`]) {
      const client = await new TestClient(url).connect();
      await client.initialize();
      await client.disconnect();
    }
    const listening = logger.lines.filter(({ message }) => message === 'listening');
    expect(listening.map(({ fields }) => [fields?.url, fields?.socket])).toEqual([
      [server.url, 'a'],
      [`ws://[::1]:${v6.port}`, 'unnamed'],
    ]);
  });

  test('are closed with the server', async () => {
    const { fd } = await listeningDescriptor(V4);
    const server = await startExecServer({ sockets: [{ fd }] });
    await server.close();
    await expect(new TestClient(server.url).connect()).rejects.toThrow('ECONNREFUSED');
  });

  test.each(BEYOND)('are refused without authentication at %s', async (host, url) => {
    const { fd } = await listeningDescriptor({ host, port: 0 });
    const attempt = startExecServer({ sockets: [{ fd }] });
    await expect(attempt).rejects.toThrow(StartupError);
    await expect(attempt).rejects.toThrow(`refusing to listen on ${url}`);
  });

  test('close the server when one that is not the first is beyond loopback', async () => {
    const [safe, unsafe] = [
      await listeningDescriptor(V4),
      await listeningDescriptor({ host: '0.0.0.0', port: 0 }),
    ];
    const sockets = [{ fd: safe.fd }, { fd: unsafe.fd }];
    await expect(startExecServer({ sockets })).rejects.toThrow('refusing to listen');
    const client = new TestClient(`ws://127.0.0.1:${safe.port}`);
    await expect(client.connect()).rejects.toThrow('ECONNREFUSED');
  });

  test.each(BEYOND)('are served with authentication at %s', async (host, url) => {
    const { fd, port } = await listeningDescriptor({ host, port: 0 });
    const authentication = new KnownCredentials('Bearer x');
    await using server = await startExecServer({ sockets: [{ fd }], authentication });
    expect(server.url).toBe(`${url}${port}`);
    const client = new TestClient(`ws://127.0.0.1:${port}`);
    await (await client.connect({ authorization: 'Bearer x' })).disconnect();
  });

  test('cannot be announced on all addresses without an address that gateways reach', async () => {
    const { fd } = await listeningDescriptor({ host: '0.0.0.0', port: 0 });
    const fleet = { nodeId: 'a', announce: 'redis://127.0.0.1:1' };
    const options = { sockets: [{ fd }], fleet, allowUnauthenticated: true };
    await expect(startExecServer(options)).rejects.toThrow('set --advertise');
  });

  test('are refused when they are none of TCP, with what a unit must say', async () => {
    const path = join(directory, 'exec.sock');
    const { fd: unix } = await listeningDescriptor({ path });
    const file = openSync(join(directory, 'file'), 'w');
    const closed = openSync('/dev/null', 'r');
    closeSync(closed);
    for (const fd of [unix, file, closed]) {
      const attempt = startExecServer({ sockets: [{ fd, name: 'a' }] });
      await expect(attempt).rejects.toThrow(StartupError);
      await expect(attempt).rejects.toThrow(`descriptor ${fd} (a) is not a TCP socket`);
      await expect(attempt).rejects.toThrow('ListenStream=IP:PORT');
    }
    closeSync(file);
  });

  test('may be added to a server, which has no such option when it is created without a listener', async () => {
    const { fd, port } = await listeningDescriptor(V4);
    const options = { sockets: [{ fd }] } as object;
    await expect(createExecServer(options)).rejects.toThrow('call `listen` of the server');
    await using server = await createExecServer();
    expect(await server.listen({ fd })).toBe(`ws://127.0.0.1:${port}`);
  });
});

describe('Passed sockets of a gateway', () => {
  test('take the place of `listen`', async () => {
    const { fd, port } = await listeningDescriptor(V6);
    const logger = new RecordingLogger();
    const options = { listen: 'ws://0.0.0.0:1', nodes: NODES, logger };
    await using gateway = await startGateway({ ...options, sockets: [{ fd }] });
    expect(gateway.url).toBe(`ws://[::1]:${port}`);
    expect((await fetch(`http://[::1]:${port}/livez`)).status).toBe(200);
  });

  test('are refused beyond loopback without authentication', async () => {
    const { fd } = await listeningDescriptor({ host: '::', port: 0 });
    const logger = new RecordingLogger();
    const options = { listen: 'ws://127.0.0.1:0', nodes: NODES, logger, sockets: [{ fd }] };
    await expect(startGateway(options)).rejects.toThrow('refusing to listen on ws://[::]:');
  });
});
