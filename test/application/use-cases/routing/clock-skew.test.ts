import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  DEFAULT_ANNOUNCEMENT_LIMITS,
  DEFAULT_ROUTING_LIMITS,
} from '../../../../src/application/limits/routing-limits.js';
import { KnownNodes } from '../../../../src/application/routing/known-nodes.js';
import { AnnounceNode } from '../../../../src/application/use-cases/routing/announce-node.js';
import { RouteConnection } from '../../../../src/application/use-cases/routing/route-connection.js';
import { taggedSessionId, tagOf } from '../../../../src/domain/routing/node-tag.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { FakeDialer, FakeDirectory, fleetNode } from '../../../fakes/routing/fake-fleet.js';
import { RecordingGatewayMetrics } from '../../../fakes/routing/recording-gateway-metrics.js';
import { settled } from '../../../support/settled.js';
import { spreadNumbers } from '../../../support/spread-numbers.js';

/** Whoever asks it for the date gets one of its own. */
class SkewedClock extends FakeClock {
  asked = 0;

  override unixTimeMs(): number {
    this.asked += 1;
    return Number.NaN;
  }
}

test('Nodes and gateways never tell one another a time, nor look at the calendar', async () => {
  const [directory, logger] = [new FakeDirectory(), new RecordingLogger()];
  const clocks = [new SkewedClock(), new SkewedClock()] as const;
  const load = { sessions: 1, maxSessions: 10, isDraining: false };
  const describe = { execute: () => load };
  const [ofNode, ofGateway] = clocks;
  ofNode.skip(86_400_000);
  const node = new AnnounceNode(directory, describe, ofNode, DEFAULT_ANNOUNCEMENT_LIMITS, logger);
  await node.execute('a', 'ws://a:1');
  const nodes = new KnownNodes(
    directory,
    ofGateway,
    DEFAULT_ROUTING_LIMITS,
    logger,
    new RecordingGatewayMetrics(),
  );
  await nodes.start();
  const routes = new RouteConnection(nodes, new FakeDialer(), ofGateway, spreadNumbers());
  const client = { address: '192.0.2.1', authorization: undefined };
  for (const sessionId of [undefined, taggedSessionId(randomUUID(), tagOf('a'))]) {
    expect(await routes.execute({ ...client, sessionId })).toMatchObject({ node: 'a' });
    clocks.map((clock) => clock.advance(1000));
    await settled();
  }
  expect(directory.nodes).toEqual([fleetNode('a', load)]);
  expect(clocks.map(({ asked }) => asked)).toEqual([0, 0]);
});
