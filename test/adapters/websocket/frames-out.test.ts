import { Socket } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { UPGRADE_HEADERS, withHeader } from '../http-server/request-text.js';
import { notImplemented } from '../json-rpc/converse.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, type Frame, OPCODE } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

const LIMITS = { maxOutgoingFrameBytes: 100 };

/** A request whose answer has `size` bytes. */
const requestFor = (size: number): string => {
  const method = 'y'.repeat(size - notImplemented('1', '').length);
  return `{"id":1,"method":"${method}"}`;
};

const messageFrames = async (peer: FramePeer): Promise<Frame[]> => {
  const frames: Frame[] = [];
  for (;;) {
    const frame = await peer.frame();
    if (frame === undefined) {
      throw new Error('the connection has ended');
    }
    // Pings between the frames let a slow client show that it lives.
    if (frame.opcode === OPCODE.ping) {
      continue;
    }
    frames.push(frame);
    if (frame.fin) {
      return frames;
    }
  }
};

describe('WebSocketTransport', () => {
  test.each([OPCODE.text, OPCODE.binary])(
    'sends text, whatever the opcode of the request (%d)',
    async (opcode) => {
      await using endpoint = await testEndpoint();
      using peer = await FramePeer.open(endpoint.port);
      peer.send(clientFrame('{"id":"é","method":"x"}', { opcode }));
      expect(await peer.frame()).toEqual({
        fin: true,
        opcode: OPCODE.text,
        payload: Buffer.from(notImplemented('"é"')),
      });
    },
  );

  test('sends a buffer as text', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    endpoint.transports[0]?.send(Buffer.from('{"é":1}'));
    const payload = Buffer.from('{"é":1}');
    expect(await peer.frame()).toEqual({ fin: true, opcode: OPCODE.text, payload });
  });

  test.each([
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [200, [100, 100]],
    [201, [100, 100, 1]],
    [1050, [...Array<number>(10).fill(100), 50]],
  ])('sends a message of %d bytes in frames of %j', async (size, sizes) => {
    await using endpoint = await testEndpoint({ limits: LIMITS });
    using peer = await FramePeer.open(endpoint.port);
    peer.send(clientFrame(requestFor(size)), clientFrame('{"id":2,"method":"x"}'));
    const frames = await messageFrames(peer);
    expect(frames.map(({ payload }) => payload.length)).toEqual(sizes);
    expect(frames.map(({ opcode }) => opcode)).toEqual([
      OPCODE.text,
      ...sizes.slice(1).map(() => OPCODE.continuation),
    ]);
    const [, method = ''] = /"method":"(y*)"/.exec(requestFor(size)) ?? [];
    const whole = Buffer.concat(frames.map(({ payload }) => payload)).toString();
    expect(whole).toBe(notImplemented('1', method));
    expect(await peer.message()).toBe(notImplemented('2'));
  });

  test('sends a code point that is split over two frames', async () => {
    await using endpoint = await testEndpoint({ limits: { maxOutgoingFrameBytes: 3 } });
    using peer = await FramePeer.open(endpoint.port);
    peer.send(clientFrame('{"id":"é😀漢","method":"x"}'));
    expect(await peer.message()).toBe(notImplemented('"é😀漢"'));
  });

  test('sends small frames at once, with TCP_NODELAY', async () => {
    const setNoDelay = jest.spyOn(Socket.prototype, 'setNoDelay');
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const settings = setNoDelay.mock.contexts.flatMap((socket, index) =>
      (socket as Socket).remotePort === peer.socket.localPort
        ? [setNoDelay.mock.calls[index]?.[0] ?? true]
        : [],
    );
    setNoDelay.mockRestore();
    expect(settings.at(-1)).toBe(true);
  });
});

describe('WebSocket upgrade', () => {
  test('answers with the required headers only', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const [statusLine, ...headers] = peer.response.trimEnd().split('\r\n');
    expect(statusLine).toBe('HTTP/1.1 101 Switching Protocols');
    expect(headers.map((header) => header.toLowerCase()).sort()).toEqual([
      'connection: upgrade',
      'sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=',
      'upgrade: websocket',
    ]);
  });

  test.each([
    'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits',
    'Sec-WebSocket-Extensions: nonsense;;; "',
    'Sec-WebSocket-Protocol: chat, superchat',
    'Sec-WebSocket-Protocol: a,,b @',
  ])('ignores the offer %j', async (header) => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port, { headers: [...UPGRADE_HEADERS, header] });
    expect(peer.response).toContain(' 101 ');
    expect(peer.response).not.toMatch(/^sec-websocket-(extensions|protocol)/im);
    peer.send(clientFrame('{"id":1,"method":"x"}'));
    expect(await peer.message()).toBe(notImplemented('1'));
  });

  test.each(['abc', ''])('is refused for the key "%s", which is not 16 bytes', async (key) => {
    await using endpoint = await testEndpoint();
    const headers = withHeader(UPGRADE_HEADERS, 'Sec-WebSocket-Key', key);
    using peer = await FramePeer.open(endpoint.port, { headers });
    expect(peer.response).toContain(' 400 ');
  });
});
