import { setImmediate } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { FramePeer } from './frame-peer.js';
import { clientFrame, OPCODE } from './frames.js';
import { openOver, ScriptedSocket } from './scripted-socket.js';
import { type TestEndpoint, testEndpoint } from './test-endpoint.js';

const INITIALIZE = '{"id":0,"method":"initialize","params":{"clientName":"me"}}';

/** What the log says of the end of a connection that came about so. */
const endOf = async (
  how: (peer: FramePeer, endpoint: TestEndpoint) => void,
  limits: object = {},
): Promise<unknown> => {
  await using endpoint = await testEndpoint({ limits });
  using peer = await FramePeer.open(endpoint.port);
  peer.send(clientFrame(INITIALIZE));
  await peer.message();
  const detached = endpoint.detached();
  how(peer, endpoint);
  await detached;
  return endpoint.harness.logger.lines.find(({ message }) => message === 'connection ended')
    ?.fields;
};

const facts = { address: '127.0.0.1', client: 'me', session: '00000000…' };

test.each<[string, (peer: FramePeer, endpoint: TestEndpoint) => void, object]>([
  [
    'a Close frame',
    (peer) => peer.send(clientFrame(Buffer.from([0x10, 0xe1]), { opcode: OPCODE.close })),
    { reason: 'closed by the client', code: 4321 },
  ],
  [
    'a Close frame without a code',
    (peer) => peer.send(clientFrame('', { opcode: OPCODE.close })),
    { reason: 'closed by the client' },
  ],
  [
    'a Close frame with a request in a packet behind it',
    (peer) => {
      peer.send(clientFrame(Buffer.from([0x10, 0xe1]), { opcode: OPCODE.close }));
      void peer.frame().then(() => peer.send(clientFrame(INITIALIZE)));
    },
    { reason: 'closed by the client', code: 4321 },
  ],
  ['the end of the stream', (peer) => peer.socket.end(), { reason: 'ended without a Close frame' }],
  ['a reset', (peer) => peer.socket.resetAndDestroy(), { reason: 'reset by the client' }],
  [
    'a protocol violation',
    (peer) => peer.send(clientFrame('{"method":"s3cr3t"}')),
    { reason: 'unknown notification' },
  ],
  [
    'a frame that breaks the protocol',
    (peer) => peer.send(Buffer.from([0xf1, 0x80, 0, 0, 0, 0])),
    { reason: expect.stringContaining('RSV') },
  ],
  [
    'a stop of the server',
    (_, endpoint) => void endpoint.acceptor.close(),
    { reason: 'server stopping', code: 1001 },
  ],
])('the end of a connection is logged with session and reason: %s', async (_, how, end) => {
  expect(await endOf(how)).toEqual({ ...facts, ...end });
});

test.each<[string, Buffer]>([
  ['a request', clientFrame(INITIALIZE)],
  ['a frame beyond the limit', clientFrame('x'.repeat(2000))],
])(
  'a Close frame of the client stays the reason when %s follows in the same turn',
  async (_, frame) => {
    const socket = new ScriptedSocket();
    const transport = openOver(socket, { maxFrameBytes: 1000 });
    const end = new Promise((resolve) => transport.onEnd(resolve));
    socket.push(clientFrame(Buffer.from([0x10, 0xe1]), { opcode: OPCODE.close }));
    socket.push(frame);
    await setImmediate();
    socket.push(null);
    expect(await end).toEqual({ reason: 'closed by the client', code: 4321 });
  },
);

test('a Close frame of the client stays the reason when a frame beyond the limit comes with it', async () => {
  const close = clientFrame(Buffer.from([0x10, 0xe1]), { opcode: OPCODE.close });
  const how = (peer: FramePeer): void => peer.send(close, clientFrame('x'.repeat(2000)));
  expect(await endOf(how, { maxFrameBytes: 1000 })).toEqual({
    ...facts,
    reason: 'closed by the client',
    code: 4321,
  });
});

test('the end by a frame beyond the limit is logged with the limit', async () => {
  expect(
    await endOf((peer) => peer.send(clientFrame('x'.repeat(2000))), { maxFrameBytes: 1000 }),
  ).toEqual({
    ...facts,
    reason: 'a frame of more than 1000 bytes (--max-frame-bytes)',
    code: 1009,
  });
});

test('the end of a silent client is logged as such', async () => {
  const limits = { pingIntervalMs: 20, peerTimeoutMs: 40 };
  expect(await endOf(() => undefined, limits)).toEqual({
    ...facts,
    reason: 'client silent (--peer-timeout)',
  });
});

test('close sends a Close frame after earlier messages and serves no later request', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  peer.send(clientFrame(INITIALIZE), clientFrame('{"id":1,"method":"x"}'));
  await peer.message();
  await peer.message();
  const closed = endpoint.acceptor.close();
  peer.send(clientFrame('{"id":2,"method":"x"}'));
  const closeFrame = await peer.frame();
  expect([closeFrame?.opcode, closeFrame?.payload.readUInt16BE()]).toEqual([OPCODE.close, 1001]);
  peer.send(clientFrame(closeFrame?.payload ?? '', { opcode: OPCODE.close }));
  await closed;
  expect(await peer.frame()).toBeUndefined();
});

test('close ignores messages that arrive after its Close frame', async () => {
  await using endpoint = await testEndpoint();
  using peer = await FramePeer.open(endpoint.port);
  const closed = endpoint.acceptor.close();
  await peer.frame();
  peer.send(clientFrame(INITIALIZE), clientFrame('', { opcode: OPCODE.close }));
  await closed;
  expect(endpoint.harness.sessions.size).toBe(0);
});

test('the log keeps the first reason when a reset follows the Close frame of the server', async () => {
  const end = await endOf((peer, endpoint) => {
    void endpoint.acceptor.close();
    void peer.frame().then(() => peer.socket.resetAndDestroy());
  });
  expect(end).toEqual({ ...facts, reason: 'server stopping', code: 1001 });
});

test('close ends within closeTimeoutMs when a client neither reads nor answers', async () => {
  await using endpoint = await testEndpoint({ limits: { closeTimeoutMs: 50 } });
  using peer = await FramePeer.open(endpoint.port);
  peer.socket.pause();
  peer.send(...Array.from({ length: 1000 }, () => clientFrame('x'.repeat(10_000))));
  await endpoint.acceptor.close();
  peer.socket.resume();
  await peer.ended;
});
