import { beforeEach, expect, test } from '@jest/globals';
import { DEFAULT_ROUTING_LIMITS } from '../../../../src/application/limits/routing-limits.js';
import { KnownNodes } from '../../../../src/application/routing/known-nodes.js';
import { CheckGateway } from '../../../../src/application/use-cases/routing/check-gateway.js';
import { Drain } from '../../../../src/domain/admission/drain.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { FakeDirectory, fleetNode } from '../../../fakes/routing/fake-fleet.js';
import { RecordingGatewayMetrics } from '../../../fakes/routing/recording-gateway-metrics.js';

const CONNECTIONS = { waiting: 1, routed: 2, bytesFromClients: 3, bytesToClients: 4 };
const LIMITS = { ...DEFAULT_ROUTING_LIMITS, directoryGapMs: 0 };

let clock: FakeClock;
let directory: FakeDirectory;
let nodes: KnownNodes;
let drain: Drain;
let check: CheckGateway;

beforeEach(() => {
  clock = new FakeClock();
  directory = new FakeDirectory(fleetNode('a', { isDraining: true }));
  const metrics = new RecordingGatewayMetrics();
  nodes = new KnownNodes(directory, clock, LIMITS, new RecordingLogger(), metrics);
  drain = new Drain();
  check = new CheckGateway(nodes, drain, { maxConnections: 4 }, clock);
});

test('A gateway is not ready until it knows a node, whatever that takes', async () => {
  expect(check.readiness(CONNECTIONS)).toMatchObject({ state: 'without_nodes' });
  directory.isReachable = false;
  await nodes.refresh();
  expect(check.readiness(CONNECTIONS)).toMatchObject({ isDirectoryReachable: false });
  directory.isReachable = true;
  await nodes.refresh();
  expect(check.readiness(CONNECTIONS)).toEqual({ state: 'ready' });
  directory.isReachable = false;
  await nodes.refresh();
  expect(check.readiness(CONNECTIONS)).toEqual({ state: 'ready' });
});

test('A gateway with as many connections as it may have is full', async () => {
  await nodes.refresh();
  expect(check.readiness({ ...CONNECTIONS, routed: 3 })).toEqual({
    state: 'full',
    limit: 'maxConnections',
    value: 4,
  });
});

test('A gateway that drains says how many connections are left, and for how long', async () => {
  await nodes.refresh();
  drain.begin(5000);
  clock.advance(1000);
  const left = { state: 'draining', connections: 3, remainingMs: 4000 };
  expect(check.readiness(CONNECTIONS)).toEqual(left);
  expect(check.load(CONNECTIONS)).toMatchObject({
    ...CONNECTIONS,
    isDraining: true,
    nodes: { draining: 1, open: 0 },
  });
});
