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

describe('WebSocketTransport', () => {
  test('gets 10,000 replies to 10,000 pipelined requests', async () => {
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
    'stops reading a slow client at %d unsent bytes, and sends every reply later',
    async (maxUnsentBytes) => {
      await using endpoint = await testEndpoint({ limits: { maxUnsentBytes } });
      using peer = await FramePeer.open(endpoint.port);
      const transport = endpoint.transports[0];
      if (transport === undefined) {
        throw new Error('not connected');
      }
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
      const count = 1000;
      for (let id = 1; id <= count; id += 1) {
        peer.send(clientFrame(`{"id":${id},"method":"${method}"}`));
      }
      await paused;
      // Time enough to read all that was sent, for a server that reads on.
      using other = await FramePeer.open(endpoint.port);
      for (let turn = 0; turn < 500; turn += 1) {
        other.send(clientFrame('{"id":1,"method":"x"}'));
        await other.message();
      }
      expect(peer.socket.writableLength).toBeGreaterThan(0);
      peer.socket.resume();
      for (let id = 1; id <= count; id += 1) {
        expect(await peer.message()).toBe(notImplemented(String(id), method));
      }
      // What one read of the socket asked for may have been answered on top.
      expect(watch.peak).toBeLessThan(maxUnsentBytes + 256 * KIB);
    },
  );
});
