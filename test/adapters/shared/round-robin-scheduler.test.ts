import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { RoundRobinScheduler } from '../../../src/adapters/shared/round-robin-scheduler.js';
import { FramePeer } from '../websocket/frame-peer.js';
import { clientFrame } from '../websocket/frames.js';
import { testEndpoint } from '../websocket/test-endpoint.js';

const CHUNK_BYTES = 64 * 1024;

describe('RoundRobinScheduler', () => {
  test('go to four waiters at a time, in the order they asked', async () => {
    const turns = new RoundRobinScheduler();
    const gone: number[] = [];
    for (let number = 1; number <= 9; number += 1) {
      turns.enqueue(() => gone.push(number));
    }
    expect(gone).toEqual([]);
    await setImmediate();
    expect(gone).toEqual([1, 2, 3, 4]);
    turns.enqueue(() => gone.push(10));
    await setImmediate();
    await setImmediate();
    expect(gone).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('asked for again at once come in a later turn', async () => {
    const turns = new RoundRobinScheduler();
    let gone = 0;
    const goOn = (): void => {
      gone += 1;
      if (gone < 2) {
        turns.enqueue(goOn);
      }
    };
    turns.enqueue(goOn);
    await setImmediate();
    expect(gone).toBe(1);
    await setImmediate();
    expect(gone).toBe(2);
  });
});

describe('WebSocket client that keeps sending', () => {
  test('is read in chunks of at most 3 times 64 KiB per turn, to its end', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const frame = clientFrame('{"id":1,"method":"x"}');
    const count = Math.ceil((16 * CHUNK_BYTES) / frame.length);
    let inTurn = 0;
    let peak = 0;
    let heard = 0;
    const allHeard = new Promise<void>((resolve) => {
      endpoint.transports[0]?.onMessage(() => {
        if (inTurn === 0) {
          void setImmediate().then(() => {
            inTurn = 0;
          });
        }
        inTurn += 1;
        peak = Math.max(peak, inTurn);
        heard += 1;
        if (heard === count) {
          resolve();
        }
      });
    });
    peer.send(Buffer.concat(Array<Buffer>(count).fill(frame)));
    await allHeard;
    expect(peak).toBeLessThan((3 * CHUNK_BYTES) / frame.length);
  });

  test('is not read from while it is paused', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    const [transport] = endpoint.transports;
    const part = clientFrame('x'.repeat(4 * CHUNK_BYTES));
    const heard = new Promise<void>((resolve) => transport?.onMessage(() => resolve()));
    transport?.pause();
    peer.send(part);
    using other = await FramePeer.open(endpoint.port);
    other.send(clientFrame('{"id":1,"method":"x"}'));
    await other.message();
    expect(await Promise.race([heard.then(() => 'heard'), setImmediate('silence')])).toBe(
      'silence',
    );
    transport?.resume();
    await heard;
  });
});
