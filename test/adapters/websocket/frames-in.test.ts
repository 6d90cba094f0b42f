import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { INITIALIZE, notImplemented } from '../json-rpc/converse.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, inSingleBytes, OPCODE } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

const REQUEST = '{"id":"é😀","method":"x"}';
const ANSWER = notImplemented('"é😀"');

const text = (content: string | Buffer, fin = true): Buffer => clientFrame(content, { fin });
const rest = (content: string | Buffer, fin = true): Buffer =>
  clientFrame(content, { opcode: OPCODE.continuation, fin });
const ping = (content = ''): Buffer => clientFrame(content, { opcode: OPCODE.ping });

/** A request of exactly `size` bytes. */
const sized = (size: number): string => {
  const empty = '{"id":1,"method":"x","z":""}';
  return empty.replace('""', `"${'z'.repeat(size - empty.length)}"`);
};

describe('WebSocket accepts', () => {
  test.each<[string, Buffer[]]>([
    ['a text message', [text(REQUEST)]],
    ['a binary message', [clientFrame(REQUEST, { opcode: OPCODE.binary })]],
    ['a message in single bytes, code points and all', inSingleBytes(REQUEST)],
    [
      'pings between the parts of a message',
      inSingleBytes(REQUEST).flatMap((part) => [part, ping('x')]),
    ],
    [
      'empty parts of a message',
      [text('', false), rest('', false), rest(REQUEST, false), rest('')],
    ],
    ['unasked pongs', [clientFrame('x', { opcode: OPCODE.pong }), text(REQUEST)]],
  ])('%s', async (_, frames) => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    peer.send(...frames);
    expect(await peer.message()).toBe(ANSWER);
  });

  test.each([1, 2, 5, 10, 50])(
    'a frame whose first %d bytes arrive with the upgrade',
    async (size) => {
      await using endpoint = await testEndpoint({ limits: { maxFrameBytes: 1000 } });
      const frames = Buffer.concat([text(sized(600)), text(sized(1000)), text(sized(200))]);
      using peer = await FramePeer.open(endpoint.port, { head: frames.subarray(0, size) });
      peer.send(frames.subarray(size));
      for (let count = 0; count < 3; count += 1) {
        expect(await peer.message()).toBe(notImplemented('1'));
      }
    },
  );

  test('frames and messages up to their limits', async () => {
    await using endpoint = await testEndpoint({
      limits: { maxFrameBytes: 1000, maxMessageBytes: 3000 },
    });
    using peer = await FramePeer.open(endpoint.port);
    const largest = Buffer.from(sized(3000));
    peer.send(
      text(sized(1000)),
      text(largest.subarray(0, 1000), false),
      rest(largest.subarray(1000, 2000), false),
      rest(largest.subarray(2000)),
    );
    expect(await peer.message()).toBe(notImplemented('1'));
    expect(await peer.message()).toBe(notImplemented('1'));
  });

  test('a message of 1 MB in one frame', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    peer.send(text(sized(1_000_000)));
    expect(await peer.message()).toBe(notImplemented('1'));
  });
});

const LIMITS = { maxFrameBytes: 1000, maxMessageBytes: 3000 };

const violations: Record<string, Buffer[]> = {
  'a frame beyond the limit': [text(sized(1001))],
  'the header of a frame beyond the limit': [text(sized(1001)).subarray(0, 4)],
  'a binary frame beyond the limit': [clientFrame(Buffer.alloc(1001), { opcode: OPCODE.binary })],
  'a message beyond the limit': [
    text('z'.repeat(1000), false),
    rest('z'.repeat(1000), false),
    rest('z'.repeat(1000), false),
    rest('z'),
  ],
  'an unmasked frame': [clientFrame(REQUEST, { masked: false })],
  'an empty unmasked frame': [clientFrame('', { masked: false })],
  'the RSV1 bit of a compressed message': [clientFrame(REQUEST, { rsv: 4 })],
  'the second reserved bit': [clientFrame(REQUEST, { rsv: 2 })],
  'the third reserved bit': [clientFrame(REQUEST, { rsv: 1 })],
  'a reserved opcode': [clientFrame(REQUEST, { opcode: 3 })],
  'a reserved control opcode': [clientFrame('', { opcode: 11 })],
  'a continuation without a message': [rest(REQUEST)],
  'a new message within a message': [text('{', false), text(REQUEST)],
  'a control frame in parts': [clientFrame('', { opcode: OPCODE.ping, fin: false })],
  'a ping that is too long': [ping('x'.repeat(126))],
  'text that is not UTF-8': [text(Buffer.from([0x22, 0xff, 0x22]))],
  'text with an incomplete last code point': [text(Buffer.from('"é"').subarray(0, 2))],
  'text with a surrogate': [text(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))],
};

describe('WebSocket ends the connection at', () => {
  test.each(Object.entries(violations))(
    '%s, and detaches its session at once',
    async (_, frames) => {
      await using endpoint = await testEndpoint({ limits: LIMITS });
      using peer = await initializedPeer(endpoint.port);
      const detached = endpoint.detached();
      peer.send(...frames, clientFrame('{"id":"late","method":"x"}'));
      // It may send a Close frame but answers nothing more.
      expect(await peer.message()).toBeUndefined();
      // The side of the client is still open.
      await detached;
    },
  );

  test('a short message that arrives alone within a message', async () => {
    await using endpoint = await testEndpoint();
    using peer = await initializedPeer(endpoint.port);
    peer.send(text('{', false), ping());
    expect((await peer.frame())?.opcode).toBe(OPCODE.pong);
    peer.send(text('{"id":1,"method":"x"}'));
    expect((await peer.frame())?.opcode).toBe(OPCODE.close);
  });

  test('a frame beyond the limit, behind the replies to what came with it', async () => {
    await using endpoint = await testEndpoint({ limits: LIMITS });
    using peer = await initializedPeer(endpoint.port);
    peer.send(text(sized(600)), text(sized(30)), text(sized(1001)));
    expect(await peer.message()).toBe(notImplemented('1'));
    expect(await peer.message()).toBe(notImplemented('1'));
    expect((await peer.frame())?.payload.readUInt16BE()).toBe(1009);
  });

  test('a frame beyond the limit, with 1009 and the limit', async () => {
    await using endpoint = await testEndpoint({ limits: LIMITS });
    using peer = await initializedPeer(endpoint.port);
    peer.send(text(sized(1001)));
    const closeFrame = await peer.frame();
    expect(closeFrame?.payload.readUInt16BE()).toBe(1009);
    expect(closeFrame?.payload.toString('utf8', 2)).toBe(
      'a frame of more than 1000 bytes (--max-frame-bytes)',
    );
  });

  test.each([
    ['a frame beyond the limit', text(sized(1001))],
    ['invalid UTF-8', text(Buffer.from([0x22, 0xff, 0x22]))],
  ])('%s, and lets the client write on until it has read the Close frame', async (_, frame) => {
    // Else a client that is still writing sees a reset.
    const limits = { ...LIMITS, closeTimeoutMs: 60_000 };
    await using endpoint = await testEndpoint({ limits });
    using peer = await initializedPeer(endpoint.port);
    const detached = endpoint.detached();
    const closed = once(peer.socket, 'close');
    peer.send(frame);
    expect((await peer.frame())?.opcode).toBe(OPCODE.close);
    await peer.ended;
    const isAlive = endpoint.transports[0]?.probe(60_000);
    // Read as frames these would be too large.
    peer.send(Buffer.alloc(8 * 1024 ** 2, 0xff));
    peer.socket.end();
    expect(await closed).toEqual([false]);
    await detached;
    expect(await isAlive).toBe(false);
    const ends = endpoint.harness.logger.lines.filter(({ message }) =>
      /^connection /.test(message),
    );
    expect(ends).toHaveLength(1);
  });

  test.each([Buffer.from([3, 232]), '', 'x'])(
    'a Close frame with the payload %j',
    async (payload) => {
      await using endpoint = await testEndpoint();
      using peer = await initializedPeer(endpoint.port);
      const detached = endpoint.detached();
      peer.send(clientFrame(payload, { opcode: OPCODE.close }));
      expect(await peer.message()).toBeUndefined();
      peer.socket.end();
      await detached;
    },
  );

  test('a Close frame although the client keeps its side open', async () => {
    await using endpoint = await testEndpoint();
    using peer = await initializedPeer(endpoint.port);
    const detached = endpoint.detached();
    peer.send(clientFrame('', { opcode: OPCODE.close }));
    await detached;
  });

  test('the end of the client side', async () => {
    await using endpoint = await testEndpoint();
    using peer = await initializedPeer(endpoint.port);
    const detached = endpoint.detached();
    peer.socket.end();
    await peer.ended;
    await detached;
  });

  test('the end of the client side although it has not read everything', async () => {
    await using endpoint = await testEndpoint();
    using peer = await initializedPeer(endpoint.port);
    const detached = endpoint.detached();
    peer.socket.pause();
    const request = clientFrame(JSON.stringify({ id: 1, method: 'y'.repeat(100_000) }));
    peer.send(...Array<Buffer>(300).fill(request));
    peer.socket.end();
    await detached;
  });

  test('a reset', async () => {
    await using endpoint = await testEndpoint();
    using peer = await initializedPeer(endpoint.port);
    const detached = endpoint.detached();
    peer.socket.resetAndDestroy();
    await detached;
  });
});

const initializedPeer = async (port: number): Promise<FramePeer> => {
  const peer = await FramePeer.open(port);
  peer.send(clientFrame(INITIALIZE));
  expect(await peer.message()).toContain('sessionId');
  return peer;
};
