import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_ROUTING_LIMITS } from '../../../../src/application/limits/routing-limits.js';
import { KnownNodes } from '../../../../src/application/routing/known-nodes.js';
import {
  RouteConnection,
  type Routed,
} from '../../../../src/application/use-cases/routing/route-connection.js';
import { taggedSessionId, tagOf } from '../../../../src/domain/routing/node-tag.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { RecordingLogger } from '../../../fakes/recording-logger.js';
import { FakeDialer, FakeDirectory, fleetNode } from '../../../fakes/routing/fake-fleet.js';
import { RecordingGatewayMetrics } from '../../../fakes/routing/recording-gateway-metrics.js';
import { spreadNumbers } from '../../../support/spread-numbers.js';

const LIMITS = { ...DEFAULT_ROUTING_LIMITS, directoryGapMs: 0 };
const ofA = taggedSessionId(randomUUID(), tagOf('a'));

let directory: FakeDirectory;
let dialer: FakeDialer;
let nodes: KnownNodes;
let routes: RouteConnection<string>;

beforeEach(async () => {
  directory = new FakeDirectory(fleetNode('a'), fleetNode('b', { sessions: 50 }));
  dialer = new FakeDialer();
  const clock = new FakeClock();
  nodes = new KnownNodes(
    directory,
    clock,
    LIMITS,
    new RecordingLogger(),
    new RecordingGatewayMetrics(),
  );
  routes = new RouteConnection(nodes, dialer, clock, spreadNumbers());
  await nodes.refresh();
});

const route = (sessionId?: string): Promise<Routed<string>> =>
  routes.execute({ sessionId, address: '192.0.2.1', authorization: 'Bearer x' });
const dialled = (): string[] => dialer.dialled.map(({ url }) => url);

describe('RouteConnection, for a new session,', () => {
  test('takes the less loaded node, and tells it of the client', async () => {
    expect(await route()).toEqual({ outcome: 'opened', link: 'ws://a:1', node: 'a' });
    expect(dialer.dialled[0]?.hop).toEqual({
      address: '192.0.2.1',
      authorization: 'Bearer x',
      opensSession: true,
    });
  });

  test.each(['gone', 'misdirected', 'unreachable', 'silent', 'busy'] as const)(
    'takes another node when the first is %s, and passes that one over for a while',
    async (outcome) => {
      dialer.answers.set('ws://a:1', outcome);
      expect(await route()).toMatchObject({ link: 'ws://b:1' });
      expect(await route()).toMatchObject({ link: 'ws://b:1' });
      expect(dialled()).toEqual(['ws://a:1', 'ws://b:1', 'ws://b:1']);
    },
  );

  test('takes none when the node refuses the client, as every other would', async () => {
    dialer.answers.set('ws://a:1', 'refused');
    expect(await route()).toEqual({ outcome: 'refused', status: 401 });
  });

  test('takes none when all drain or are full, also where one would answer', async () => {
    directory.nodes = [fleetNode('a', { isDraining: true }), fleetNode('b', { sessions: 100 })];
    await nodes.refresh();
    expect(await route()).toMatchObject({ outcome: 'unavailable' });
    expect(dialled()).toEqual([]);
  });

  test('takes a node that has just started, if no other takes the session', async () => {
    directory.nodes = [];
    nodes = new KnownNodes(
      directory,
      new FakeClock(),
      LIMITS,
      new RecordingLogger(),
      new RecordingGatewayMetrics(),
    );
    await nodes.refresh();
    routes = new RouteConnection(nodes, dialer, new FakeClock(), spreadNumbers());
    directory.nodes = [fleetNode('new')];
    expect(await route()).toMatchObject({ node: 'new' });
  });

  test('makes few attempts, however many nodes do not answer', async () => {
    directory.nodes = Array.from({ length: 20 }, (_, index) => fleetNode(`n${index}`));
    await nodes.refresh();
    for (const { url } of directory.nodes) {
      dialer.answers.set(url, 'unreachable');
    }
    expect(await route()).toMatchObject({ outcome: 'unavailable' });
    expect(dialled()).toHaveLength(3);
  });
});

describe('A resume through RouteConnection', () => {
  test('is sent to the owner, also while that drains or is full', async () => {
    directory.nodes = [fleetNode('a', { isDraining: true, sessions: 100 }), fleetNode('b')];
    await nodes.refresh();
    expect(await route(ofA)).toMatchObject({ node: 'a' });
    expect(dialer.dialled[0]?.hop.opensSession).toBe(false);
  });

  test('is sent to an owner that the gateway has not heard of yet', async () => {
    directory.nodes = [...directory.nodes, fleetNode('new')];
    expect(await route(taggedSessionId(randomUUID(), tagOf('new')))).toMatchObject({ node: 'new' });
  });

  test('is sent to any node when the owner is gone, to hear at once that it is unknown', async () => {
    dialer.answers.set('ws://a:1', 'gone');
    expect(await route(ofA)).toMatchObject({ node: 'b' });
    expect(dialer.dialled.at(-1)?.hop.opensSession).toBe(false);
  });

  test('is sent to any node when it has no owner; a node that drains may answer too', async () => {
    directory.nodes = [fleetNode('b', { isDraining: true })];
    await nodes.refresh();
    expect(await route(randomUUID())).toMatchObject({ node: 'b' });
    expect(await route('no id at all')).toMatchObject({ node: 'b' });
  });

  test('is sent to the present address of the owner when the known one is stale', async () => {
    for (const outcome of ['gone', 'misdirected'] as const) {
      dialer.answers.set('ws://a:1', outcome);
      directory.nodes = [fleetNode('a', { url: 'ws://moved:1' })];
      expect(await route(ofA)).toMatchObject({ link: 'ws://moved:1' });
      directory.nodes = [fleetNode('a')];
      await nodes.refresh();
    }
  });

  test('is sent to any node when another one has the address of the owner', async () => {
    dialer.answers.set('ws://a:1', 'misdirected');
    expect(await route(ofA)).toMatchObject({ node: 'b' });
  });

  test.each(['unreachable', 'silent', 'busy'] as const)(
    'is tried again later when its owner is %s, which may be alive',
    async (outcome) => {
      dialer.answers.set('ws://a:1', outcome);
      expect(await route(ofA)).toEqual({ outcome: 'unavailable', reason: `owner_${outcome}` });
      expect(dialled()).toEqual(['ws://a:1']);
    },
  );

  test.each(['unreachable', 'silent'] as const)(
    'leaves an owner that is %s, which new sessions then pass over',
    async (outcome) => {
      dialer.answers.set('ws://a:1', outcome);
      await route(ofA);
      expect(await route()).toMatchObject({ node: 'b' });
      expect(dialled()).toEqual(['ws://a:1', 'ws://b:1']);
    },
  );

  test('is tried again later when the owner hangs, also while that is not listed', async () => {
    dialer.answers.set('ws://a:1', 'silent');
    directory.nodes = [fleetNode('b')];
    await nodes.refresh();
    expect(await route(ofA)).toEqual({ outcome: 'unavailable', reason: 'owner_silent' });
  });

  test('is sent to any node when the owner is neither listed nor reached', async () => {
    dialer.answers.set('ws://a:1', 'unreachable');
    directory.nodes = [fleetNode('b')];
    await nodes.refresh();
    expect(await route(ofA)).toMatchObject({ node: 'b' });
  });

  test('is sent to an owner that is not listed any more but answers', async () => {
    directory.nodes = [fleetNode('b')];
    await nodes.refresh();
    expect(await route(ofA)).toMatchObject({ node: 'a' });
  });
});

describe('RouteConnection, while the directory cannot be reached,', () => {
  beforeEach(async () => {
    directory.isReachable = false;
    await nodes.refresh();
  });

  test('opens and resumes sessions on the nodes that it knows', async () => {
    expect(await route()).toMatchObject({ node: 'a' });
    expect(await route(ofA)).toMatchObject({ node: 'a' });
  });

  test('lets a client try again whose node it does not know', async () => {
    expect(await route(randomUUID())).toMatchObject({ outcome: 'unavailable' });
    dialer.answers.set('ws://a:1', 'misdirected');
    expect(await route(ofA)).toMatchObject({ outcome: 'unavailable' });
  });

  test('takes an owner for gone where nothing listens', async () => {
    dialer.answers.set('ws://a:1', 'gone');
    expect(await route(ofA)).toMatchObject({ node: 'b' });
  });
});
