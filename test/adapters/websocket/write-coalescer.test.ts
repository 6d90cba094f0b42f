import { Socket } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { FramePeer } from './frame-peer.js';
import { OPCODE } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

/** How often the server writes to that peer while `act` runs, and in the turn after it. */
const countWrites = async (peer: FramePeer, act: () => void): Promise<number> => {
  const single = jest.spyOn(Socket.prototype, '_write');
  const several = jest.spyOn(Socket.prototype, '_writev' as '_write');
  // In a callback, in which the next ticks come before the microtasks.
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      act();
      setImmediate(resolve);
    });
  });
  const contexts = [...single.mock.contexts, ...several.mock.contexts] as Socket[];
  single.mockRestore();
  several.mockRestore();
  return contexts.filter(({ remotePort }) => remotePort === peer.socket.localPort).length;
};

test('messages and acknowledgement request of one turn leave in one write', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const writes = await countWrites(peer, () => {
    endpoint.transports[0]?.send('{"seq":1}');
    endpoint.transports[0]?.send('{"seq":2}');
    endpoint.transports[0]?.requestAck(() => undefined);
  });
  expect(writes).toBe(1);
  expect(await peer.message()).toBe('{"seq":1}');
  expect(await peer.message()).toBe('{"seq":2}');
  expect((await peer.frame())?.opcode).toBe(OPCODE.ping);
});

test('a message sent in a microtask of the turn leaves in the same write', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const writes = await countWrites(peer, () => {
    endpoint.transports[0]?.send('{"seq":1}');
    queueMicrotask(() => queueMicrotask(() => endpoint.transports[0]?.send('{"seq":2}')));
  });
  expect(writes).toBe(1);
  expect(await peer.message()).toBe('{"seq":1}');
  expect(await peer.message()).toBe('{"seq":2}');
});

test('a message sent in the turn of terminate is not lost', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  endpoint.transports[0]?.send('{"last":true}');
  endpoint.transports[0]?.terminate();
  expect(await peer.message()).toBe('{"last":true}');
  expect(await peer.frame()).toBeUndefined();
});
