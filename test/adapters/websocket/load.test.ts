import { setTimeout } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { INITIALIZE, INITIALIZED, notImplemented } from '../json-rpc/converse.js';
import { websocketLine } from '../json-rpc/line.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

const KIB = 1024;

/** The most that was ever unsent, looked at after each message that is sent. */
const watchUnsent = (transport: { readonly unsentBytes: number; send: (m: string) => void }) => {
  const watch = { peak: 0 };
  const send = transport.send.bind(transport);
  jest.spyOn(transport, 'send').mockImplementation((message) => {
    send(message);
    watch.peak = Math.max(watch.peak, transport.unsentBytes);
  });
  return watch;
};

describe('A WebSocket client', () => {
  test('gets ten thousand answers to ten thousand requests in one burst', async () => {
    await using endpoint = await testEndpoint();
    const line = await websocketLine(endpoint.url);
    line.send(INITIALIZE);
    line.send(INITIALIZED);
    await line.received.next();
    for (let id = 1; id <= 10_000; id += 1) {
      line.send(`{"id":${id},"method":"environment/status"}`);
    }
    const answers = await line.received.take(10_000);
    expect(answers).toEqual(
      Array.from(
        { length: 10_000 },
        (_, index) => `{"id":${index + 1},"result":{"status":"ready"}}`,
      ),
    );
  });

  test.each([KIB, 64 * KIB, 1024 * KIB])(
    'that asks without reading is not read beyond %d unsent bytes, and gets every answer once it reads',
    async (maxUnsentBytes) => {
      await using endpoint = await testEndpoint({ limits: { maxUnsentBytes } });
      using peer = await FramePeer.open(endpoint.port);
      const transport = endpoint.transports[0];
      if (transport === undefined) throw new Error('not connected');
      const watch = watchUnsent(transport);
      const paused = new Promise<void>((resolve) => {
        const pause = transport.pause.bind(transport);
        jest.spyOn(transport, 'pause').mockImplementation(() => {
          pause();
          resolve();
        });
      });
      peer.socket.pause();
      const method = 'y'.repeat(20 * KIB);
      const count = 1_000;
      for (let id = 1; id <= count; id += 1)
        peer.send(clientFrame(`{"id":${id},"method":"${method}"}`));
      await paused;
      expect(peer.socket.writableLength).toBeGreaterThan(0);
      peer.socket.resume();
      for (let id = 1; id <= count; id += 1) {
        expect(await peer.message()).toBe(notImplemented(String(id), method));
      }
      // What one read of the socket asked for may have been answered on top.
      expect(watch.peak).toBeLessThan(maxUnsentBytes + 256 * KIB);
    },
  );

  test('is told of a drain when all that was sent has left', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const transport = endpoint.transports[0];
    if (transport === undefined) throw new Error('not connected');
    peer.socket.pause();
    const drained = new Promise<number>((resolve) => {
      transport.onDrain(() => resolve(transport.unsentBytes));
    });
    const message = Buffer.alloc(1024 * KIB, 'z');
    for (let count = 0; count < 20; count += 1) transport.send(message);
    expect(transport.unsentBytes).toBeGreaterThan(0);
    peer.socket.resume();
    expect(await drained).toBe(0);
  });

  test('is told of a drain however little had piled up', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const transport = endpoint.transports[0];
    if (transport === undefined) throw new Error('not connected');
    peer.socket.pause();
    const message = Buffer.alloc(KIB, 'z');
    // The system takes messages until its own buffers are full: the first that it does not take.
    while (transport.unsentBytes === 0) transport.send(message);
    expect(transport.unsentBytes).toBeLessThan(2 * KIB);
    const drained = new Promise<string>((resolve) => {
      transport.onDrain(() => resolve('drained'));
    });
    peer.socket.resume();
    expect(await Promise.race([drained, setTimeout(2_000, 'never drained')])).toBe('drained');
  });
});
