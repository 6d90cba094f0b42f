import type { Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { notImplemented } from '../json-rpc/converse.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, OPCODE } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

const ping = (content: string | Buffer): Buffer => clientFrame(content, { opcode: OPCODE.ping });

describe('WebSocket', () => {
  test.each(['', 'hello', Buffer.from([0, 255]), 'x'.repeat(125)])(
    'answers a ping with a pong of the same content %j',
    async (content) => {
      await using endpoint = await testEndpoint();
      using peer = await FramePeer.open(endpoint.port);
      peer.send(ping(content));
      expect(await peer.frame()).toEqual({
        fin: true,
        opcode: OPCODE.pong,
        payload: Buffer.from(content),
      });
    },
  );

  test('stays open after 1000 pings in one burst', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    peer.send(...Array<Buffer>(1000).fill(ping('x')), clientFrame('{"id":1,"method":"x"}'));
    expect(await peer.message()).toBe(notImplemented('1'));
  });

  test('answers a burst of 1000 pings with fewer than 100 pongs, the last to the last ping', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const numbers = Array.from({ length: 1000 }, (_, number) => String(number));
    peer.send(...numbers.map(ping));
    const pongs: (string | undefined)[] = [];
    while (pongs.at(-1) !== '999') {
      pongs.push((await peer.frame())?.payload.toString());
    }
    expect(pongs[0]).toBe('0');
    expect(pongs.length).toBeLessThan(100);
  });

  test('keeps fewer than 400 kB of pongs for a client that does not read', async () => {
    await using endpoint = await testEndpoint({ limits: { maxUnsentBytes: 100_000 } });
    using peer = await FramePeer.open(endpoint.port);
    const [transport] = endpoint.transports;
    peer.socket.pause();
    const burst = Buffer.concat(Array<Buffer>(1000).fill(ping('x'.repeat(125))));
    let peak = 0;
    for (let count = 0; count < 200; count += 1) {
      const isTaken = await Promise.race([written(peer.socket, burst), setTimeout(200, false)]);
      peak = Math.max(peak, transport?.unsentBytes ?? 0);
      if (!isTaken) {
        break;
      }
    }
    expect(peak).toBeLessThan(400_000);
    peer.socket.resume();
    peer.send(clientFrame('{"id":1,"method":"x"}'));
    expect(await peer.message()).toBe(notImplemented('1'));
  });

  test('sends an empty ping in each interval', async () => {
    await using endpoint = await testEndpoint({ limits: { pingIntervalMs: 20 } });
    const start = performance.now();
    using peer = await FramePeer.open(endpoint.port);
    for (let count = 1; count <= 3; count += 1) {
      expect(await peer.frame()).toEqual({
        fin: true,
        opcode: OPCODE.ping,
        payload: Buffer.alloc(0),
      });
      // The interval runs from before the client knows that it is open; a timer may fire early.
      expect(performance.now() - start).toBeGreaterThan((count - 1) * 19 - 2);
    }
  });

  test('sends no ping before its first interval is over', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    peer.send(clientFrame('{"id":1,"method":"x"}'));
    expect((await peer.frame())?.opcode).toBe(OPCODE.text);
  });
});

/** Resolves with true when the system has taken the bytes. */
const written = (socket: Socket, bytes: Buffer): Promise<boolean> =>
  new Promise((resolve) => socket.write(bytes, () => resolve(true)));
