import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createNetServer, type Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import { WebSocketNodeDialer } from '../../../src/adapters/gateway/websocket-node-dialer.js';
import { NoGatewayMetrics } from '../../../src/adapters/metrics/no-metrics.js';
import { type ExecServerOptions, startExecServer } from '../../../src/main/exec-server.js';
import { nodeDialerContract } from '../../contracts/routing/node-dialer-contract.js';
import { fleetNode } from '../../fakes/routing/fake-fleet.js';

const HOP = { address: '192.0.2.1', authorization: undefined, opensSession: false };

nodeDialerContract('WebSocket', async () => {
  const open: { close(): unknown }[] = [];
  const node = async (name: string, options: ExecServerOptions = {}) => {
    const server = await startExecServer({ ...options, fleet: { nodeId: name } });
    open.push(server);
    return { server, node: fleetNode(name, { url: server.url }) };
  };
  const [ready, draining] = [await node('ready'), await node('draining')];
  void draining.server.drain();
  const authentication = { mode: 'capability-token', tokenSha256: 'ab'.repeat(32) } as const;
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  silent.removeAllListeners('upgrade').on('upgrade', (_, socket) => {
    open.push({ close: () => socket.destroy() });
  });
  open.push({ close: () => silent.close().closeAllConnections() });
  const { port } = silent.address() as AddressInfo;
  const [patient, impatient] = [60_000, 50].map(
    (timeoutMs) => new WebSocketNodeDialer(timeoutMs, new NoGatewayMetrics()),
  ) as [WebSocketNodeDialer, WebSocketNodeDialer];
  return {
    dialer: {
      dial: async (...target) => {
        const dialer = target[0].name === 'hangs' ? impatient : patient;
        const dialled = await dialer.dial(...target);
        if (dialled.outcome === 'opened') {
          open.push({ close: () => dialled.link.socket.destroy() });
        }
        return dialled;
      },
    },
    nodes: {
      opened: ready.node,
      gone: fleetNode('gone', { url: 'ws://127.0.0.1:1' }),
      misdirected: fleetNode('another', { url: ready.node.url }),
      silent: fleetNode('hangs', { url: `ws://127.0.0.1:${port}` }),
      busy: draining.node,
      refused: (await node('refused', { authentication })).node,
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(open.map((part) => part.close()));
    },
  };
});

test('WebSocketNodeDialer does not take a server for a node that answers with a wrong handshake', async () => {
  const server = createServer().on('upgrade', (_, socket) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(
    await new WebSocketNodeDialer(5000, new NoGatewayMetrics()).dial(fleetNode('x', { url }), HOP),
  ).toEqual({
    outcome: 'unreachable',
  });
  server.close();
});

test('WebSocketNodeDialer cannot reach a node for which there is no request, and does not reject', async () => {
  const dialer = new WebSocketNodeDialer(5000, new NoGatewayMetrics());
  const invalid = fleetNode('x', { url: 'ws://h:99999' });
  expect(await dialer.dial(invalid, HOP)).toEqual({ outcome: 'unreachable' });
  const hop = { ...HOP, authorization: 'a\nb' };
  expect(await dialer.dial(fleetNode('x'), hop)).toEqual({ outcome: 'unreachable' });
});

test('WebSocketNodeDialer closes its connection to a server that answers with a body without end', async () => {
  const server = createServer().on('upgrade', (_, socket) => {
    socket.on('error', () => undefined);
    socket.resume().once('end', () => socket.destroy());
    socket.write('HTTP/1.1 401 Unauthorized\r\nContent-Length: 1000000\r\n\r\nx');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const connected = once(server, 'connection');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dialled = new WebSocketNodeDialer(5000, new NoGatewayMetrics()).dial(
    fleetNode('x', { url }),
    HOP,
  );
  const [socket] = (await connected) as [Socket];
  const closed = once(socket, 'close');
  expect(await dialled).toEqual({ outcome: 'refused', status: 401 });
  await closed;
  server.close();
});

test('WebSocketNodeDialer gives up what it dials when it is closed, and dials nothing after that', async () => {
  const server = createNetServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = once(server, 'connection');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dialer = new WebSocketNodeDialer(60_000, new NoGatewayMetrics());
  const dialled = dialer.dial(fleetNode('x', { url }), HOP);
  const [socket] = (await connected) as [Socket];
  dialer.close();
  expect(await dialled).toEqual({ outcome: 'unreachable' });
  await once(
    socket.resume().on('error', () => undefined),
    'close',
  );
  server.close();
  await once(server, 'close');
  expect(await dialer.dial(fleetNode('x', { url }), HOP)).toEqual({ outcome: 'unreachable' });
});
