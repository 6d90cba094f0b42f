import { describe, expect, test } from '@jest/globals';
import { HttpClient } from '../http/http-client.js';
import { requestText, UPGRADE_HEADERS } from '../http/request-text.js';
import { FramePeer } from './frame-peer.js';
import { clientFrame } from './frames.js';
import { testEndpoint } from './test-endpoint.js';

describe('A server that holds as many connections as it may', () => {
  test('answers one more with 503 and the limit', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 2 } });
    using _first = await FramePeer.open(endpoint.port);
    using _second = await FramePeer.open(endpoint.port);
    await using third = await HttpClient.connect(endpoint.port);
    third.send(requestText('GET /', UPGRADE_HEADERS));
    expect(await third.response()).toMatchObject({
      status: 503,
      body: 'too many connections: this exec-server holds at most 2 (--max-connections)',
    });
    await third.ended;
    expect(endpoint.workbench.logger.lines).toContainEqual({
      level: 'warn',
      message: 'connection refused: too many are open',
      fields: { maxConnections: 2 },
    });
  });

  test('still answers readiness', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 1 } });
    using _peer = await FramePeer.open(endpoint.port);
    await using client = await HttpClient.connect(endpoint.port);
    client.send(requestText('GET /readyz', ['Host: 127.0.0.1']));
    expect((await client.response()).status).toBe(200);
  });

  test('takes another when one has gone', async () => {
    await using endpoint = await testEndpoint({ limits: { maxConnections: 1 } });
    const first = await FramePeer.open(endpoint.port);
    const gone = endpoint.detached();
    first.socket.destroy();
    await gone;
    using second = await FramePeer.open(endpoint.port);
    expect(second.response).toContain(' 101 ');
  });
});

describe('A WebSocket', () => {
  test('that does not initialize in time is told so before it is closed', async () => {
    await using endpoint = await testEndpoint({ limits: { initializeTimeoutMs: 1_500 } });
    using peer = await FramePeer.open(endpoint.port);
    endpoint.workbench.clock.advance(1_500);
    expect(await peer.message()).toBe(
      '{"error":{"code":-32600,"message":"initialize did not come within 1.5 s"},"id":-1}',
    );
    await peer.ended;
  });

  test('is ended when the server closes, and its session detached', async () => {
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
