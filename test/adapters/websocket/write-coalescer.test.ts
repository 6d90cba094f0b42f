import { Socket } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { notImplemented } from '../json-rpc/converse.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, OPCODE } from './frames.js';
import { openOver, ScriptedSocket } from './scripted-socket.js';
import { testEndpoint } from './test-endpoint.js';

const FULL_PIPE_BYTES = 64 * 1024;

/** How often the server writes to that peer while `act` runs, and in the turns after it. */
const countWrites = async (peer: FramePeer, act: () => void, turns = 1): Promise<number> => {
  const single = jest.spyOn(Socket.prototype, '_write');
  const several = jest.spyOn(Socket.prototype, '_writev' as '_write');
  // In a callback, in which the next ticks come before the microtasks.
  await new Promise<void>((resolve) => {
    setImmediate(() => {
      act();
      setImmediate(wait, turns, resolve);
    });
  });
  const contexts = [...single.mock.contexts, ...several.mock.contexts] as Socket[];
  single.mockRestore();
  several.mockRestore();
  return contexts.filter(({ remotePort }) => remotePort === peer.socket.localPort).length;
};

/** Calls back in the last of so many turns, of which this is the first. */
const wait = (turns: number, ended: () => void): void => {
  if (turns > 1) {
    setImmediate(wait, turns - 1, ended);
  } else {
    ended();
  }
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

test('messages that two events of one turn cause leave in one write', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  setImmediate(() => endpoint.transports[0]?.send('{"seq":1}'));
  const writes = await countWrites(peer, () => endpoint.transports[0]?.send('{"seq":2}'));
  expect(writes).toBe(1);
  expect(await peer.message()).toBe('{"seq":1}');
  expect(await peer.message()).toBe('{"seq":2}');
});

test('a full pipe of output leaves in one write with that of the next turn', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const [first, second] = ['a'.repeat(FULL_PIPE_BYTES), 'b'.repeat(FULL_PIPE_BYTES)];
  const act = () => {
    endpoint.transports[0]?.send(first);
    setImmediate(() => endpoint.transports[0]?.send(second));
  };
  expect(await countWrites(peer, act, 2)).toBe(1);
  expect(await peer.message()).toBe(first);
  expect(await peer.message()).toBe(second);
});

test('output that is less than a full pipe does not wait for the next turn', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const act = () => endpoint.transports[0]?.send('a'.repeat(FULL_PIPE_BYTES / 2));
  expect(await countWrites(peer, act, 1)).toBe(1);
});

test('a message of 256 KiB does not wait for the next turn', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const act = () => endpoint.transports[0]?.send('a'.repeat(4 * FULL_PIPE_BYTES));
  expect(await countWrites(peer, act, 1)).toBe(1);
});

test('a full pipe of output waits for one turn only', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const act = () => endpoint.transports[0]?.send('a'.repeat(FULL_PIPE_BYTES));
  expect(await countWrites(peer, act, 2)).toBe(1);
});

test('the reply to a message that comes with a Close frame leaves before the Close frame', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  peer.send(
    clientFrame('{"id":1,"method":"x"}'),
    clientFrame(Buffer.from([3, 232]), { opcode: OPCODE.close }),
  );
  expect((await peer.frame())?.payload.toString()).toBe(notImplemented('1', 'x'));
  expect((await peer.frame())?.opcode).toBe(OPCODE.close);
});

test('a large message leaves behind the small ones before it, and before those after it', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const messages = ['{"seq":1}', 'x'.repeat(10_000), '{"seq":2}', '"\u00e9"', '{"seq":3}'];
  const writes = await countWrites(peer, () => {
    for (const message of messages) {
      endpoint.transports[0]?.send(message);
    }
  });
  expect(writes).toBe(1);
  for (const message of messages) {
    expect(await peer.message()).toBe(message);
  }
});

test('a message sent in the turn of terminate is not lost', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  endpoint.transports[0]?.send('{"last":true}');
  endpoint.transports[0]?.terminate();
  expect(await peer.message()).toBe('{"last":true}');
  expect(await peer.frame()).toBeUndefined();
});

test('the reply to a message that comes with the end of the stream is not lost', async () => {
  const socket = new ScriptedSocket();
  const transport = openOver(socket);
  const ended = new Promise((resolve) => transport.onEnd(resolve));
  transport.onMessage(() => transport.send('{"last":true}'));
  socket.push(clientFrame('{}'));
  socket.push(null);
  await ended;
  expect(socket.written.toString('latin1')).toMatch(/\{"last":true\}$/);
});
