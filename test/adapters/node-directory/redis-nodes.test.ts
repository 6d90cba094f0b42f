import { expect } from '@jest/globals';
import { createClient } from '@redis/client';
import { RedisNodes } from '../../../src/adapters/node-directory/redis-nodes.js';
import type { Node } from '../../../src/domain/routing/node.js';
import { nodeDirectoryContract } from '../../contracts/routing/node-directory-contract.js';
import { nodeRegistryContract } from '../../contracts/routing/node-registry-contract.js';
import { fleetNode } from '../../fakes/routing/fake-fleet.js';
import { describeNeeding, testNeeding } from '../../support/needing.js';
import { hasRedis, RedisServer } from '../../support/redis-server.js';

const isThere = hasRedis();
const NEED = 'redis-server';
const where = testNeeding(NEED, isThere);
const block = describeNeeding(NEED, isThere);
const LONG_MS = 60_000;

nodeDirectoryContract(
  'Redis',
  async () => {
    const redis = await RedisServer.start();
    const directory = new RedisNodes(redis.url);
    const change = async (name: string, load: Partial<Node> = {}): Promise<Node> => {
      const node = fleetNode(name, load);
      await directory.announce(node, LONG_MS);
      return node;
    };
    return {
      directory,
      start: change,
      change,
      // Its time to live is over.
      kill: async (name) => {
        await directory.announce(fleetNode(name), 1);
        while ((await directory.list()).length > 0) {
          // Redis ends it.
        }
      },
      cutOff: () => redis.end(),
      [Symbol.asyncDispose]: async () => {
        await directory.dispose();
        await redis.end();
      },
    };
  },
  block,
);

nodeRegistryContract(
  'Redis',
  async () => {
    const redis = await RedisServer.start();
    const nodes = new RedisNodes(redis.url);
    return {
      registry: nodes,
      directory: nodes,
      [Symbol.asyncDispose]: async () => {
        await nodes.dispose();
        await redis.end();
      },
    };
  },
  block,
);

where('RedisNodes works again after Redis was started anew, and has lost all', async () => {
  await using redis = await RedisServer.start();
  const nodes = new RedisNodes(redis.url);
  await nodes.announce(fleetNode('a'), LONG_MS);
  await redis.end();
  await expect(nodes.announce(fleetNode('a'), LONG_MS)).rejects.toThrow();
  await redis.begin();
  const tryUntilItWorks = async (): Promise<readonly Node[]> => nodes.list().catch(tryUntilItWorks);
  expect(await tryUntilItWorks()).toEqual([]);
  await nodes.announce(fleetNode('a'), LONG_MS);
  expect(await nodes.list()).toHaveLength(1);
  await nodes.dispose();
});

where(
  'RedisNodes ignores fields of a later version, and announcements that it cannot read',
  async () => {
    await using redis = await RedisServer.start();
    const nodes = new RedisNodes(redis.url);
    await nodes.announce(fleetNode('a'), LONG_MS);
    const client = await createClient({ url: redis.url }).connect();
    const later = { ...fleetNode('b'), draining: false, zone: 'x', version: 9 };
    await client.set('{exec-server}:node:b', JSON.stringify(later));
    await client.set('{exec-server}:node:c', '{"another": "form"}');
    await client.sAdd('{exec-server}:nodes', ['b', 'c']);
    const listed = await nodes.list();
    expect(listed.map(({ name }) => name).sort()).toEqual(['a', 'b']);
    client.destroy();
    await nodes.dispose();
  },
);

where('RedisNodes fails with the code that Redis answers, which logs may have', async () => {
  await using redis = await RedisServer.start();
  const client = await createClient({ url: redis.url }).connect();
  await client.configSet('requirepass', 'secret');
  for (const [credentials, code] of [
    ['', 'NOAUTH'],
    [':wrong@', 'WRONGPASS'],
  ]) {
    const nodes = new RedisNodes(redis.url.replace('//', `//${credentials}`));
    await expect(nodes.list()).rejects.toMatchObject({ code });
    await nodes.dispose();
  }
  client.destroy();
});
