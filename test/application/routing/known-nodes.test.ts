import { beforeEach, describe, expect, test } from '@jest/globals';
import { DEFAULT_ROUTING_LIMITS } from '../../../src/application/limits/routing-limits.js';
import { KnownNodes } from '../../../src/application/routing/known-nodes.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { RecordingLogger } from '../../fakes/recording-logger.js';
import { FakeDirectory, fleetNode } from '../../fakes/routing/fake-fleet.js';
import { RecordingGatewayMetrics } from '../../fakes/routing/recording-gateway-metrics.js';
import { settled } from '../../support/settled.js';

let directory: FakeDirectory;
let clock: FakeClock;
let logger: RecordingLogger;
let metrics: RecordingGatewayMetrics;
let nodes: KnownNodes;

beforeEach(() => {
  directory = new FakeDirectory(fleetNode('a'));
  clock = new FakeClock();
  logger = new RecordingLogger();
  metrics = new RecordingGatewayMetrics();
  nodes = new KnownNodes(directory, clock, DEFAULT_ROUTING_LIMITS, logger, metrics);
});

const messages = (): string[] => logger.lines.map(({ message }) => message);

describe('KnownNodes', () => {
  test('reads the directory at every interval until it is stopped', async () => {
    await nodes.start();
    expect(nodes.table.size).toBe(1);
    directory.nodes = [fleetNode('a'), fleetNode('b')];
    clock.advance(1000);
    await settled();
    expect(nodes.table.size).toBe(2);
    nodes.stop();
    clock.advance(10_000);
    await settled();
    expect(directory.reads).toBe(2);
  });

  test('keeps what it knows while the directory fails, and says both once', async () => {
    await nodes.start();
    directory.isReachable = false;
    for (let round = 0; round < 3; round += 1) {
      clock.advance(1000);
      await settled();
    }
    expect(nodes.table.size).toBe(1);
    directory.isReachable = true;
    clock.advance(1000);
    await settled();
    expect(messages()).toEqual([
      'node directory unreachable: using the nodes known so far',
      'node directory reachable again',
    ]);
    expect(metrics.calls.map(([, result]) => result)).toEqual([
      'success',
      'error',
      'error',
      'error',
      'success',
    ]);
  });

  test('gives a directory that does not answer up, and tries again', async () => {
    directory.list = () => new Promise(() => undefined);
    const started = nodes.start();
    await settled();
    clock.advance(2000);
    await started;
    expect(messages()).toEqual(['node directory unreachable: using the nodes known so far']);
    expect(clock.pending).toBe(1);
  });

  test('answers a call during a read with a read that begins after the call', async () => {
    let answer = (_: FakeDirectory): void => undefined;
    directory.list = () =>
      new Promise((resolve) => {
        answer = ({ nodes: listed }) => resolve(listed);
      });
    const first = nodes.refresh();
    await settled();
    const others = [nodes.refresh(), nodes.refresh()];
    answer(new FakeDirectory());
    await first;
    clock.advance(100);
    await settled();
    answer(new FakeDirectory(fleetNode('b')));
    expect(await Promise.all(others)).toEqual([true, true]);
    expect(nodes.table.size).toBe(1);
  });

  test('leaves a gap between two reads, however many owners are searched', async () => {
    await nodes.refresh();
    const searches = Array.from({ length: 50 }, () => nodes.refresh());
    await settled();
    expect(directory.reads).toBe(1);
    clock.advance(100);
    await settled();
    clock.advance(100);
    await Promise.all(searches);
    expect(directory.reads).toBeLessThanOrEqual(3);
  });

  test.each(['a directory that does not answer', 'the gap before the next read', 'the interval'])(
    'leaves no timer behind when it is stopped during %s, and makes nobody wait',
    async (phase) => {
      if (phase === 'a directory that does not answer') {
        directory.list = () => new Promise(() => undefined);
      } else {
        await nodes.start();
      }
      const reads = directory.reads;
      const refreshed = phase === 'the interval' ? undefined : nodes.refresh();
      await settled();
      expect(clock.pending).toBeGreaterThan(0);
      nodes.stop();
      expect(clock.pending).toBe(0);
      expect(await refreshed).not.toBe(true);
      expect(await nodes.refresh()).toBe(false);
      expect(directory.reads).toBe(reads);
      expect(messages()).toEqual([]);
    },
  );

  test('says once that two nodes have one tag', async () => {
    directory.nodes = [fleetNode('n3pvu'), fleetNode('ne3ea')];
    await nodes.start();
    clock.advance(1000);
    await settled();
    expect(logger.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('same tag'), fields: { node: 'ne3ea' } },
    ]);
  });
});
