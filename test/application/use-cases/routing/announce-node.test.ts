import { expect, test } from '@jest/globals';
import { DEFAULT_ANNOUNCEMENT_LIMITS } from '../../../../src/application/limits/routing-limits.js';
import { AnnounceNode } from '../../../../src/application/use-cases/routing/announce-node.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { FakeDirectory, fleetNode } from '../../../fakes/routing/fake-fleet.js';
import { settled } from '../../../support/settled.js';

const announcing = () => {
  const [registry, clock, logger] = [new FakeDirectory(), new FakeClock(), new RecordingLogger()];
  const load = { sessions: 1, maxSessions: 10, isDraining: false };
  const describe = { execute: () => load };
  const limits = DEFAULT_ANNOUNCEMENT_LIMITS;
  const node = new AnnounceNode(registry, describe, clock, limits, logger);
  return { registry, clock, logger, load, node };
};

test('AnnounceNode announces again and again how loaded the node is and whether it drains', async () => {
  const { registry, clock, load, node } = announcing();
  await node.execute('a', 'ws://a:1');
  expect(registry.nodes).toEqual([fleetNode('a', { sessions: 1, maxSessions: 10 })]);
  Object.assign(load, { sessions: 2, isDraining: true });
  clock.advance(1000);
  await settled();
  expect(registry.nodes).toMatchObject([{ sessions: 2, isDraining: true }]);
  expect(registry.ttls).toEqual([5000, 5000]);
});

test('AnnounceNode goes on when the registry fails, and says both once', async () => {
  const { registry, clock, logger, node } = announcing();
  registry.isReachable = false;
  await node.execute('a', 'ws://a:1');
  clock.advance(1000);
  await settled();
  registry.isReachable = true;
  clock.advance(1000);
  await settled();
  expect(registry.nodes).toHaveLength(1);
  expect(logger.lines.map(({ message }) => message)).toEqual([
    'node cannot be announced: gateways use what they know of it',
    'node announced again',
  ]);
});

test('AnnounceNode waits for its name while another node has it, which it says once', async () => {
  const { registry, clock, logger, node } = announcing();
  const other = fleetNode('a', { url: 'ws://other:1' });
  registry.nodes = [other];
  await node.execute('a', 'ws://a:1');
  clock.advance(1000);
  await settled();
  expect(registry.nodes).toEqual([other]);
  expect(logger.lines).toMatchObject([
    {
      message: 'node not announced: another node has the same --node-id',
      fields: { url: 'ws://other:1' },
    },
  ]);
  registry.nodes = [];
  clock.advance(1000);
  await settled();
  expect(registry.nodes).toMatchObject([{ url: 'ws://a:1' }]);
});

test('AnnounceNode withdraws no announcement of another node with its name', async () => {
  const { registry, node } = announcing();
  registry.nodes = [fleetNode('a', { url: 'ws://other:1' })];
  await node.execute('a', 'ws://a:1');
  await node.stop('a');
  expect(registry.nodes).toHaveLength(1);
});

test('AnnounceNode withdraws the node when it ends, and never fails', async () => {
  const { registry, clock, node } = announcing();
  await node.execute('a', 'ws://a:1');
  await node.stop('a');
  clock.advance(5000);
  expect(registry.nodes).toEqual([]);
  await expect(node.stop('a')).resolves.toBeUndefined();
});
