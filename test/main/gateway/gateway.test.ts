import { once } from 'node:events';
import { describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { tagIn, tagOf } from '../../../src/domain/routing/node-tag.js';
import type { InitializeResult } from '../../../src/protocol/lifecycle.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { HangingNode } from './hanging-node.js';
import { TestFleet } from './test-fleet.js';

/** The status of an upgrade that is refused. */
const statusOf = async (url: string, headers: Record<string, string>): Promise<number> => {
  const websocket = new WebSocket(url, { headers });
  const [, response] = await once(websocket, 'unexpected-response');
  websocket.on('error', () => undefined).terminate();
  return response.statusCode;
};

const LINES = 50_000;

describe('A gateway', () => {
  test('joins a client to a node, which runs its processes', async () => {
    await using fleet = new TestFleet();
    const gateway = await fleet.gateway([await fleet.node('a')]);
    const client = await fleet.client(gateway);
    expect(tagIn(client.sessionId)).toBe(tagOf('a'));
    const { stdout } = await client.run('seq', ['1', `${LINES}`], { lines: true });
    expect(stdout).toHaveLength(LINES);
  });

  test('spreads new sessions over the nodes', async () => {
    await using fleet = new TestFleet();
    const nodes = [await fleet.node('a'), await fleet.node('b')];
    // A node that is asked while a session is opened there may not count it yet.
    const gateway = await fleet.gateway(nodes, { limits: { directoryIntervalMs: 60_000 } });
    const clients = [];
    for (let index = 0; index < 4; index += 1) {
      clients.push(await fleet.testClient(gateway));
    }
    const tags = clients.map(({ sessionId }) => tagIn(sessionId));
    expect(tags.filter((tag) => tag === tagOf('a'))).toHaveLength(2);
  });

  test.each([
    ['an object', (id: string) => ({ clientName: 'x', resumeSessionId: id })],
    ['a list, as upstream takes it too', (id: string) => ['x', id]],
    [
      'the extension of an observer',
      (id: string) => ({ clientName: 'x', extensions: { version: 1, observeSessionId: id } }),
    ],
  ])('finds the owner of the session that %s names, in a binary frame', async (_, paramsOf) => {
    await using fleet = new TestFleet();
    const nodes = [await fleet.node('a'), await fleet.node('b')];
    const first = await fleet.testClient(await fleet.gateway(nodes));
    await first.disconnect('close');
    const client = await fleet.connect(await fleet.gateway(nodes));
    const answer = client.waitForMessage((message) => 'result' in message);
    const params = paramsOf(first.sessionId);
    client.sendBinary(Buffer.from(JSON.stringify({ id: 1, method: 'initialize', params })));
    expect((await answer) as { result: InitializeResult }).toMatchObject({
      result: { sessionId: first.sessionId },
    });
  });

  test('passes on what follows the first message at once, and a ping in front of it', async () => {
    await using fleet = new TestFleet();
    const gateway = await fleet.gateway([await fleet.node('a')]);
    const websocket = new WebSocket(gateway.url);
    await once(websocket, 'open');
    const pong = once(websocket, 'pong');
    const answers: { id: number }[] = [];
    websocket.on('message', (data) => answers.push(JSON.parse(String(data))));
    websocket.ping('before');
    const initialize = { id: 1, method: 'initialize', params: { clientName: 'x' } };
    websocket.send(JSON.stringify(initialize).slice(0, 20), { fin: false });
    websocket.send(JSON.stringify(initialize).slice(20), { fin: true });
    websocket.send('{"method":"initialized"}');
    websocket.send('{"id":2,"method":"environment/info"}');
    expect(String((await pong)[0])).toBe('before');
    while (answers.length < 2) {
      await once(websocket, 'message');
    }
    expect(answers.map(({ id }) => id)).toEqual([1, 2]);
    websocket.terminate();
  });

  test('leaves a first message that is no initialize to a node', async () => {
    await using fleet = new TestFleet();
    const client = await fleet.connect(await fleet.gateway([await fleet.node('a')]));
    const answer = client.waitForMessage((message) => 'error' in message);
    client.sendText('not JSON');
    expect(await answer).toHaveProperty('error');
  });

  test('refuses an Origin, a foreign Host, and a wrong token as the daemon does', async () => {
    await using fleet = new TestFleet();
    const authentication = { mode: 'capability-token', tokenSha256: 'ab'.repeat(32) } as const;
    const { url } = await fleet.gateway([await fleet.node('a')], { authentication });
    expect(await statusOf(url, { origin: 'http://x' })).toBe(403);
    expect(await statusOf(url, { host: 'evil.example' })).toBe(403);
    expect(await statusOf(url, { authorization: 'Bearer wrong' })).toBe(401);
  });

  test('passes the token on, and closes with 1008 when the node refuses it', async () => {
    await using fleet = new TestFleet();
    // SHA-256 of "secret".
    const tokenSha256 = '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b';
    const authentication = { mode: 'capability-token', tokenSha256 } as const;
    const gateway = await fleet.gateway([await fleet.node('a', { authentication })]);
    const admitted = await fleet.connect(gateway, { authorization: 'Bearer secret' });
    await expect(admitted.initialize()).resolves.toBeDefined();
    const refused = await fleet.connect(gateway, { authorization: 'Bearer wrong' });
    await expect(refused.initialize()).rejects.toThrow();
    expect(await refused.waitForClose()).toBe(1008);
  });

  test('tells a node that trusts it who the client is, and no other', async () => {
    await using fleet = new TestFleet();
    const trusting = await fleet.node('a', {
      fleet: { nodeId: 'a', trustedProxies: ['127.0.0.0/8'] },
    });
    const wary = await fleet.node('b');
    const addresses = [];
    for (const node of [trusting, wary]) {
      const gateway = await fleet.gateway([node], { trustedProxies: ['127.0.0.1'] });
      const client = await fleet.connect(gateway, { 'x-forwarded-for': '6.6.6.6, 192.0.2.7' });
      await client.initialize();
      addresses.push(node.logger.lines.find(({ message }) => message === 'session opened'));
    }
    expect(addresses).toMatchObject([
      { fields: { address: '192.0.2.7' } },
      { fields: { address: '127.0.0.1' } },
    ]);
  });

  test('bounds the first message in size and in time', async () => {
    await using fleet = new TestFleet();
    const nodes = [await fleet.node('a')];
    const long = await fleet.connect(
      await fleet.gateway(nodes, { limits: { maxFirstMessageBytes: 1000 } }),
    );
    long.sendText('x'.repeat(1001));
    expect(await long.waitForClose()).toBe(1009);
    const late = await fleet.connect(
      await fleet.gateway(nodes, { limits: { initializeTimeoutMs: 50 } }),
    );
    expect(await late.waitForClose()).toBe(1008);
  });

  test('bounds the clients that have not said what they want: the oldest goes first', async () => {
    await using fleet = new TestFleet();
    const limits = { maxPendingConnections: 1 };
    const gateway = await fleet.gateway([await fleet.node('a')], { limits });
    const first = await fleet.connect(gateway);
    const second = await fleet.connect(gateway);
    expect(await first.waitForClose()).toBe(1013);
    await expect(second.initialize()).resolves.toBeDefined();
  });

  test('refuses a client above its limit with 503', async () => {
    await using fleet = new TestFleet();
    const gateway = await fleet.gateway([await fleet.node('a')], { limits: { maxConnections: 1 } });
    await fleet.testClient(gateway);
    expect(await statusOf(gateway.url, {})).toBe(503);
  });

  test('says where a connection goes, and why one goes nowhere, without its session id', async () => {
    await using fleet = new TestFleet();
    const logger = new RecordingLogger();
    const gateway = await fleet.gateway('ws://127.0.0.1:1', { logger });
    const client = await fleet.connect(gateway);
    await expect(client.initialize('secret-id')).rejects.toThrow();
    expect(await client.waitForClose()).toBe(1013);
    expect(logger.lines.at(-1)).toMatchObject({ message: 'connection not routed' });
    expect(JSON.stringify(logger.lines)).not.toContain('secret-id');
  });

  test('is closed once, also while it dials a node that does not answer', async () => {
    await using fleet = new TestFleet();
    await using hanging = await HangingNode.start('hangs');
    const logger = new RecordingLogger();
    const gateway = await fleet.gateway([hanging], { logger });
    const client = await fleet.connect(gateway);
    const initialized = client.initialize().catch(() => undefined);
    await hanging.isDialled();
    await Promise.all([gateway.close(), gateway.close()]);
    await gateway.close();
    await initialized;
    expect(logger.lines.filter(({ message }) => message === 'stopped')).toHaveLength(1);
    await hanging.isLeft();
  });
});
