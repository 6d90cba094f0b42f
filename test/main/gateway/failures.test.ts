import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/index.js';
import { taggedSessionId, tagIn, tagOf } from '../../../src/domain/routing/node-tag.js';
import { testNeeding } from '../../support/needing.js';
import { firstOutput } from '../../support/processes/first-output.js';
import { startProcess } from '../../support/processes/raw-process.js';
import { hasRedis, RedisServer } from '../../support/redis-server.js';
import { fixedPort } from '../../support/sockets/fixed-port.js';
import { TestFleet } from './test-fleet.js';

/** Resolves with the text of the refusal. */
const refusalOf = (initialized: Promise<unknown>): Promise<string> =>
  initialized.then(
    () => 'not refused',
    ({ message }) => message,
  );

describe('When the owner of a session', () => {
  test('is dead, its client hears at once that the session is unknown, and may open another', async () => {
    await using fleet = new TestFleet();
    const [a, b] = [await fleet.node('a'), await fleet.node('b')];
    const gateway = await fleet.gateway([a, b]);
    const ofA = taggedSessionId(randomUUID(), tagOf('a'));
    await a.close();
    const client = await fleet.connect(gateway);
    expect(await refusalOf(client.initialize(ofA))).toContain(`unknown session id ${ofA}`);
    await client.initialize();
    expect(tagIn(client.sessionId)).toBe(tagOf('b'));
  });

  test('drains, a resume is served, and a new session goes elsewhere', async () => {
    await using fleet = new TestFleet();
    const nodes = [await fleet.node('a'), await fleet.node('b', { limits: { maxSessions: 2 } })];
    const gateway = await fleet.gateway(nodes);
    const client = await fleet.testClient(gateway);
    const owner = nodes.find(
      (_, index) => tagOf(['a', 'b'][index] ?? '') === tagIn(client.sessionId),
    );
    await startProcess(client, { argv: ['sleep', '60'] });
    const drained = owner?.drain();
    await client.reconnect({ resume: true });
    const another = await fleet.testClient(gateway);
    expect(tagIn(another.sessionId)).not.toBe(tagIn(client.sessionId));
    await client.disconnect('close');
    await owner?.close();
    await drained;
  });
});

test('When an address is reused by another node, that node refuses what is not its own', async () => {
  await using fleet = new TestFleet();
  const listen = `ws://127.0.0.1:${await fixedPort()}`;
  const a = await fleet.node('a', { listen });
  const gateway = await fleet.gateway([a], { limits: { directoryIntervalMs: 60_000 } });
  const client = await fleet.testClient(gateway);
  await a.close();
  await fleet.node('b', { listen });
  const { sessionId } = client;
  const again = await fleet.connect(gateway);
  expect(await refusalOf(again.initialize(sessionId))).toContain('unknown session id');
  await again.initialize();
  expect(tagIn(again.sessionId)).toBe(tagOf('b'));
});

test('When a gateway ends, another one resumes the session with all of its output', async () => {
  await using fleet = new TestFleet();
  const nodes = [await fleet.node('a'), await fleet.node('b')];
  const [first, second] = [await fleet.gateway(nodes), await fleet.gateway(nodes)];
  const client = await fleet.client(first);
  const script = 'echo before; read line; echo "after $line"';
  const process = client.run('sh', ['-c', script], { stdin: 'pipe', reject: false });
  await firstOutput(process);
  await first.close();
  await client.detach();
  const resumed = await connect(second.url, { sessionId: client.sessionId });
  const followed = resumed.process(process.id);
  followed.stdin?.write('x\n');
  expect((await followed).stdout).toBe('before\nafter x');
  await resumed.end();
});

testNeeding('redis-server', hasRedis())(
  'While Redis is away, sessions open and resume on the nodes that are known, and it is used again',
  async () => {
    await using redis = await RedisServer.start();
    await using fleet = new TestFleet();
    await fleet.node('a', { fleet: { nodeId: 'a', announce: redis.url } });
    const gateway = await fleet.gateway(redis.url);
    const client = await fleet.testClient(gateway);
    await redis.end();
    await client.reconnect({ resume: true });
    await fleet.testClient(gateway);
    await redis.begin();
    const b = await fleet.node('b', { fleet: { nodeId: 'b', announce: redis.url } });
    const direct = await fleet.testClient(b);
    await direct.disconnect('close');
    const resumed = await fleet.connect(gateway);
    await resumed.initialize(direct.sessionId);
    await client.reconnect({ resume: true });
  },
);
