import { beforeEach, expect, test } from '@jest/globals';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

let bench: UseCaseHarness;
let client: HarnessClient;

beforeEach(() => {
  bench = new UseCaseHarness({ maxWatchedPaths: 3 });
  bench.watcher.create('/there');
  client = bench.open();
});

const told = (): bigint[] =>
  client.channel.notifications.flatMap((notification) =>
    notification.kind === 'missing-path-changed' ? [notification.watchId] : [],
  );

test('tells once when a missing path appears', async () => {
  expect(await client.watchMissing(7n, ['/a', '/b'])).toBe(true);
  expect(told()).toEqual([]);
  bench.watcher.create('/b');
  bench.watcher.create('/a');

  expect(told()).toEqual([7n]);
  expect(bench.watcher.active).toBe(0);
});

test('tells of a change behind its answer', async () => {
  const watch = await client.askToWatch(1n, ['/a']);
  bench.watcher.create('/a');
  expect(told()).toEqual([]);
  watch.onReplied();

  expect(told()).toEqual([1n]);
});

test('tells nothing of a watch that another has followed before its answer was sent', async () => {
  const watch = await client.askToWatch(1n, ['/a']);
  bench.watcher.create('/a');
  await client.watchMissing(2n, ['/b']);
  watch.onReplied();

  expect(told()).toEqual([]);
});

test('tells when what is present changes', async () => {
  expect(await client.watchMissing(1n, ['/a'], '/there')).toBe(true);
  bench.watcher.modify('/there');

  expect(told()).toEqual([1n]);
});

test.each<[string, readonly string[], string?]>([
  ['no path', []],
  ['too many paths', ['/a', '/b', '/c', '/d']],
  ['a path that is there', ['/a', '/there']],
  ['a path of another kind of host', ['/a', '/C:/x']],
  ['something that is to be present and is not', ['/a'], '/b'],
  ['something of another kind of host that is to be present', ['/a'], '/C:/x'],
])('does not watch %s, which ends the watch before and takes the id', async (...args) => {
  const [, missing, present] = args;
  await client.watchMissing(1n, ['/a']);

  expect(await client.watchMissing(5n, missing, present)).toBe(false);
  expect(bench.watcher.active).toBe(0);
  expect(await client.watchMissing(5n, ['/a'])).toBe(false);
  expect(await client.watchMissing(6n, ['/a'])).toBe(true);
});

test('watches as many paths as are allowed', async () => {
  expect(await client.watchMissing(1n, ['/a', '/b', '/c'])).toBe(true);
});

test('a newer watch ends the one before', async () => {
  await client.watchMissing(1n, ['/a']);
  await client.watchMissing(2n, ['/b']);
  bench.watcher.create('/a');
  bench.watcher.create('/b');

  expect(told()).toEqual([2n]);
});

test('an id that is not above all earlier ones changes nothing', async () => {
  expect(await client.watchMissing(0n, ['/a'])).toBe(false);
  await client.watchMissing(5n, ['/a']);
  expect(await client.watchMissing(5n, ['/b'])).toBe(false);
  expect(await client.watchMissing(4n, ['/b'])).toBe(false);
  bench.watcher.create('/b');
  bench.watcher.create('/a');

  expect(told()).toEqual([5n]);
});

test('each connection has a watch and ids of its own, which end with it', async () => {
  const other = bench.open();
  await client.watchMissing(1n, ['/a']);
  expect(await other.watchMissing(1n, ['/a'])).toBe(true);
  client.drop();
  expect(bench.watcher.active).toBe(1);
  bench.watcher.create('/a');

  expect(told()).toEqual([]);
  expect(other.channel.notifications).toHaveLength(1);
});

test('a watch that is set up when the connection goes does not outlive it', async () => {
  const { connection } = client;
  bench.watcher.beforeWatch = () => client.drop();
  await client.watchMissing(1n, ['/a']);

  expect(connection.closed.aborted).toBe(true);
  expect(bench.watcher.active).toBe(0);
});

test('needs an initialized connection', async () => {
  await expect(bench.connect().watchMissing(1n, ['/a'])).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});
