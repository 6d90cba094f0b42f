import { setTimeout, setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { MessageTransport } from '../../../src/adapters/json-rpc/message-transport.js';
import type { Limits } from '../../../src/application/limits/limits.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, OPCODE } from './frames.js';
import { openOver, ScriptedSocket } from './scripted-socket.js';
import { type TestEndpoint, testEndpoint } from './test-endpoint.js';

const KIB = 1024;
const PATIENCE_MS = 60_000;
/** The system has room for no more when it took nothing for so long: it moves what it has between its buffers. */
const CALM_TURNS = 20;

/** A server's transport and its peer, which does not read. */
class StalledPeer implements AsyncDisposable {
  readonly peer: FramePeer;
  readonly transport: MessageTransport;
  readonly #endpoint: TestEndpoint;
  /** Resolves at the first drain, with what is unsent by then. */
  readonly #drained: Promise<number>;
  drains = 0;

  private constructor(endpoint: TestEndpoint, peer: FramePeer, transport: MessageTransport) {
    this.#endpoint = endpoint;
    this.peer = peer;
    this.transport = transport;
    this.#drained = new Promise((resolve) => {
      transport.onDrain(() => {
        this.drains += 1;
        resolve(transport.unsentBytes);
      });
    });
    peer.socket.pause();
  }

  static async connect(limits: Partial<Limits> = {}): Promise<StalledPeer> {
    const endpoint = await testEndpoint({ limits });
    const peer = await FramePeer.open(endpoint.port);
    const [transport] = endpoint.transports;
    if (transport === undefined) {
      throw new Error('not connected');
    }
    return new StalledPeer(endpoint, peer, transport);
  }

  /** Sends until the system takes no more, also a moment later, and one message is left over. */
  async fill(): Promise<void> {
    for (let calm = 0; calm < CALM_TURNS; calm += 1) {
      for (; this.transport.unsentBytes === 0; calm = 0) {
        this.transport.send(Buffer.alloc(KIB, 'z'));
        await turn();
      }
      await setTimeout(1);
    }
  }

  /** Resolves when more is unsent than now, or when that takes too long. */
  async moreIsUnsent(): Promise<boolean> {
    const before = this.transport.unsentBytes;
    for (let turn = 0; turn < 100 && this.transport.unsentBytes <= before; turn += 1) {
      await setTimeout(5);
    }
    return this.transport.unsentBytes > before;
  }

  /** Reads again; resolves with what is unsent at the first drain. */
  async read(): Promise<number | string> {
    this.peer.socket.resume();
    return await Promise.race([
      this.#drained,
      setTimeout(PATIENCE_MS, 'never told', { ref: false }),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.peer[Symbol.dispose]();
    await this.#endpoint[Symbol.asyncDispose]();
  }
}

test('WebSocket transport calls onSent once the message has been sent, not before', async () => {
  await using stalled = await StalledPeer.connect({ maxOutgoingFrameBytes: KIB });
  await stalled.fill();
  const left = new Promise<number>((resolve) => {
    stalled.transport.send(Buffer.alloc(3 * KIB, 'y'), () => {
      resolve(stalled.transport.unsentBytes);
    });
  });
  expect(await Promise.race([left, setTimeout(50, 'not yet')])).toBe('not yet');
  void stalled.read();
  expect(await left).toBe(0);
});

test('WebSocket transport does not call onSent for a message that it could not send', async () => {
  await using stalled = await StalledPeer.connect();
  await stalled.fill();
  let hasLeft = false;
  const ended = new Promise<void>((resolve) => stalled.transport.onEnd(() => resolve()));
  stalled.transport.send(Buffer.alloc(KIB), () => {
    hasLeft = true;
  });
  stalled.transport.terminate();
  await ended;
  await setTimeout(1);
  expect(hasLeft).toBe(false);
});

describe('WebSocket transport onDrain', () => {
  test('is called when all messages have been sent', async () => {
    await using stalled = await StalledPeer.connect();
    for (let count = 0; count < 20; count += 1) {
      stalled.transport.send(Buffer.alloc(KIB * KIB, 'z'));
    }
    expect(stalled.transport.unsentBytes).toBeGreaterThan(0);
    expect(await stalled.read()).toBe(0);
  });

  test('is called after a single unsent message', async () => {
    await using stalled = await StalledPeer.connect();
    await stalled.fill();
    expect(stalled.transport.unsentBytes).toBeLessThan(2 * KIB);
    expect(await stalled.read()).toBe(0);
  });

  test('is called although pings wait after the last message', async () => {
    await using stalled = await StalledPeer.connect({ pingIntervalMs: 10 });
    await stalled.fill();
    expect(await stalled.moreIsUnsent()).toBe(true);
    expect(await stalled.read()).toBe(0);
  });

  test('is called although pongs wait after the last message', async () => {
    await using stalled = await StalledPeer.connect();
    await stalled.fill();
    stalled.peer.send(clientFrame('x'.repeat(100), { opcode: OPCODE.ping }));
    expect(await stalled.moreIsUnsent()).toBe(true);
    expect(await stalled.read()).toBe(0);
  });

  test('is called when what was unsent counts no more, though it left while a message was held back', async () => {
    const socket = new ScriptedSocket();
    const transport = openOver(socket);
    const unsentAtDrains: number[] = [];
    transport.onDrain(() => unsentAtDrains.push(transport.unsentBytes));
    socket.isStuck = true;
    transport.send(Buffer.alloc(KIB * KIB, 'z'));
    await turn();
    expect(transport.unsentBytes).toBeGreaterThan(KIB * KIB);
    transport.send('{}');
    socket.isStuck = false;
    socket.accept();
    await turn();
    await turn();
    expect(unsentAtDrains.at(-1)).toBe(0);
    socket.destroy();
  });

  test('is called when the last bytes are those of a pong that the system did not accept at once', async () => {
    const socket = new ScriptedSocket();
    const transport = openOver(socket);
    const drained = new Promise<void>((resolve) => transport.onDrain(resolve));
    socket.isStuck = true;
    transport.send('{}');
    await turn();
    socket.push(clientFrame('', { opcode: OPCODE.ping }));
    await turn();
    socket.accept();
    expect(transport.unsentBytes).toBeGreaterThan(0);
    socket.accept();
    await drained;
    socket.destroy();
  });

  test('is not called when nothing was unsent', async () => {
    await using stalled = await StalledPeer.connect();
    stalled.peer.socket.resume();
    for (let count = 0; count < 10; count += 1) {
      stalled.transport.send('{}');
      await stalled.peer.message();
    }
    expect(stalled.drains).toBe(0);
  });
});
