import { describe, expect, test } from '@jest/globals';
import { HttpClient } from '../http-server/http-client.js';
import { requestText, UPGRADE_HEADERS } from '../http-server/request-text.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame, OPCODE } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

/** A client that has a session. */
const initialized = async (port: number): Promise<FramePeer> => {
  const peer = await FramePeer.open(port);
  peer.send(clientFrame('{"id":0,"method":"initialize","params":{"clientName":"x"}}'));
  await peer.message();
  return peer;
};

describe('WebSocket server at maxConnections', () => {
  test('answers one more upgrade with 503 and the limit', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 2 } });
    using _first = await initialized(endpoint.port);
    using _second = await initialized(endpoint.port);
    await using third = await HttpClient.connect(endpoint.port);
    third.send(requestText('GET /', UPGRADE_HEADERS));
    expect(await third.response()).toMatchObject({
      status: 503,
      body: 'too many connections: this exec-server holds at most 2 (--max-connections)',
    });
    await third.ended;
    expect(endpoint.harness.logger.lines).toContainEqual({
      level: 'warn',
      message: 'client refused',
      fields: {
        address: '127.0.0.1',
        status: 503,
        reason: 'too many connections: this exec-server holds at most 2 (--max-connections)',
      },
    });
  });

  test('still answers /readyz', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 1 } });
    using _peer = await FramePeer.open(endpoint.port);
    await using client = await HttpClient.connect(endpoint.port);
    client.send(requestText('GET /readyz', ['Host: 127.0.0.1']));
    expect((await client.response()).status).toBe(200);
  });

  test('evicts a connection without initialize for a new one', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 2 } });
    using attached = await initialized(endpoint.port);
    using uninitialized = await FramePeer.open(endpoint.port);
    using successor = await initialized(endpoint.port);
    expect((await uninitialized.frame())?.payload.toString('latin1', 2)).toBe(
      'too many uninitialized WebSockets (--max-pending-connections)',
    );
    await uninitialized.ended;
    for (const peer of [attached, successor]) {
      peer.send(clientFrame('{"id":7,"method":"x"}'));
      expect(await peer.message()).toContain('"id":7');
    }
  });

  test('accepts another once a connection has ended', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 1 } });
    const first = await FramePeer.open(endpoint.port);
    const gone = endpoint.detached();
    first.socket.destroy();
    await gone;
    using second = await FramePeer.open(endpoint.port);
    expect(second.response).toContain(' 101 ');
  });
});

describe('WebSockets without initialize', () => {
  test('are bounded by maxPendingConnections: the oldest is closed with 1013', async () => {
    await using endpoint = await testEndpoint({ limits: { maxPendingConnections: 2 } });
    using attached = await initialized(endpoint.port);
    using first = await FramePeer.open(endpoint.port);
    using second = await FramePeer.open(endpoint.port);
    using third = await FramePeer.open(endpoint.port);
    const farewell = await first.frame();
    expect(farewell?.payload.readUInt16BE()).toBe(1013);
    await first.ended;
    for (const peer of [attached, second, third]) {
      peer.send(clientFrame('{"id":7,"method":"x"}'));
      expect(await peer.message()).toContain('"id":7');
    }
  });

  test('are bounded by maxUninitializedBytes: the largest partial message is closed', async () => {
    await using endpoint = await testEndpoint({ limits: { maxUninitializedBytes: 300_000 } });
    const part = (size: number): Buffer => clientFrame('x'.repeat(size)).subarray(0, -1);
    using attached = await initialized(endpoint.port);
    using large = await FramePeer.open(endpoint.port);
    using small = await FramePeer.open(endpoint.port);
    using another = await FramePeer.open(endpoint.port);
    attached.send(part(400_000));
    large.send(part(180_000));
    small.send(part(60_000));
    another.send(part(100_000));
    await large.ended;
    for (const peer of [attached, small, another]) {
      peer.send(Buffer.from('x'));
      expect(await peer.message()).toContain('failed to parse');
    }
  });

  test('are bounded by maxUninitializedBytes: a ping between fragments does not reset what is counted', async () => {
    await using endpoint = await testEndpoint({ limits: { maxUninitializedBytes: 300_000 } });
    using peer = await FramePeer.open(endpoint.port);
    const ping = clientFrame('', { opcode: OPCODE.ping });
    peer.send(clientFrame('x'.repeat(60_000), { fin: false }), ping);
    const part = clientFrame('x'.repeat(60_000), { opcode: OPCODE.continuation, fin: false });
    for (let count = 0; count < 4; count += 1) {
      expect((await peer.frame())?.opcode).toBe(OPCODE.pong);
      peer.send(part, ping);
    }
    expect(await peer.frame()).toBeUndefined();
  });

  test('may send any number of pings', async () => {
    await using endpoint = await testEndpoint({ limits: { maxUninitializedBytes: 10_000 } });
    using peer = await FramePeer.open(endpoint.port);
    for (let count = 0; count < 200; count += 1) {
      peer.send(clientFrame('x'.repeat(125), { opcode: OPCODE.ping }));
      expect((await peer.frame())?.opcode).toBe(OPCODE.pong);
    }
  });

  test('may send any number of whole messages', async () => {
    await using endpoint = await testEndpoint({ limits: { maxUninitializedBytes: 100_000 } });
    using peer = await FramePeer.open(endpoint.port);
    for (let id = 1; id <= 40; id += 1) {
      const text = JSON.stringify({ id, method: 'x', params: 'x'.repeat(20_000) });
      peer.send(clientFrame(text));
      expect(await peer.message()).toContain(`"id":${id}}`);
    }
  });
});

describe('WebSocket connection', () => {
  test('gets an error before it is closed for a missing initialize', async () => {
    await using endpoint = await testEndpoint({ limits: { initializeTimeoutMs: 1500 } });
    using peer = await FramePeer.open(endpoint.port);
    endpoint.harness.clock.advance(1500);
    expect(await peer.message()).toBe(
      '{"error":{"code":-32600,"message":"initialize was not received within 1.5 s"},"id":-1}',
    );
    await peer.ended;
  });

  test('ends and detaches its session when the server closes', async () => {
    await using endpoint = await testEndpoint();
    using peer = await FramePeer.open(endpoint.port);
    peer.send(clientFrame('{"id":0,"method":"initialize","params":{"clientName":"x"}}'));
    await peer.message();
    const detached = endpoint.detached();
    endpoint.acceptor.close();
    await peer.ended;
    await detached;
  });
});
