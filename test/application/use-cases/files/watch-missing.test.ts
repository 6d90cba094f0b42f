import { beforeEach, expect, test } from '@jest/globals';
import type { HarnessClient } from '../../../support/harness-client.js';
import { UseCaseHarness } from '../../../support/use-case-harness.js';

let harness: UseCaseHarness;
let client: HarnessClient;

beforeEach(() => {
  harness = new UseCaseHarness({ maxWatchedPaths: 3 });
  harness.watcher.create('/there');
  client = harness.open();
});

const told = (): bigint[] =>
  client.channel.notifications.flatMap((notification) =>
    notification.kind === 'missing-path-changed' ? [notification.watchId] : [],
  );

test('WatchMissing notifies once when a missing path appears', async () => {
  expect(await client.watchMissing(7n, ['/a', '/b'])).toBe(true);
  expect(told()).toEqual([]);
  harness.watcher.create('/b');
  harness.watcher.create('/a');

  expect(told()).toEqual([7n]);
  expect(harness.watcher.active).toBe(0);
});

test('WatchMissing sends the notification after its reply', async () => {
  const watch = await client.askToWatch(1n, ['/a']);
  harness.watcher.create('/a');
  expect(told()).toEqual([]);
  watch.onReplied();

  expect(told()).toEqual([1n]);
});

test('WatchMissing drops the notification of a watch that was replaced before its reply', async () => {
  const watch = await client.askToWatch(1n, ['/a']);
  harness.watcher.create('/a');
  await client.watchMissing(2n, ['/b']);
  watch.onReplied();

  expect(told()).toEqual([]);
});

test('WatchMissing notifies when the present path changes', async () => {
  expect(await client.watchMissing(1n, ['/a'], '/there')).toBe(true);
  harness.watcher.modify('/there');

  expect(told()).toEqual([1n]);
});

test.each<[string, readonly string[], string?]>([
  ['no path', []],
  ['too many paths', ['/a', '/b', '/c', '/d']],
  ['a path that exists', ['/a', '/there']],
  ['a path of another operating system', ['/a', '/C:/x']],
  ['a present path that does not exist', ['/a'], '/b'],
  ['a present path of another operating system', ['/a'], '/C:/x'],
])('WatchMissing does not watch %s, and the earlier watch ends', async (...args) => {
  const [, missing, present] = args;
  await client.watchMissing(1n, ['/a']);

  expect(await client.watchMissing(5n, missing, present)).toBe(false);
  expect(harness.watcher.active).toBe(0);
  expect(await client.watchMissing(5n, ['/a'])).toBe(false);
  expect(await client.watchMissing(6n, ['/a'])).toBe(true);
});

test('WatchMissing watches as many paths as maxWatchedPaths allows', async () => {
  expect(await client.watchMissing(1n, ['/a', '/b', '/c'])).toBe(true);
});

test('WatchMissing replaces the earlier watch', async () => {
  await client.watchMissing(1n, ['/a']);
  await client.watchMissing(2n, ['/b']);
  harness.watcher.create('/a');
  harness.watcher.create('/b');

  expect(told()).toEqual([2n]);
});

test('WatchMissing ignores an id that is not above all earlier ones', async () => {
  expect(await client.watchMissing(0n, ['/a'])).toBe(false);
  await client.watchMissing(5n, ['/a']);
  expect(await client.watchMissing(5n, ['/b'])).toBe(false);
  expect(await client.watchMissing(4n, ['/b'])).toBe(false);
  harness.watcher.create('/b');
  harness.watcher.create('/a');

  expect(told()).toEqual([5n]);
});

test('WatchMissing keeps one watch and its ids per connection, and both end with it', async () => {
  const other = harness.open();
  await client.watchMissing(1n, ['/a']);
  expect(await other.watchMissing(1n, ['/a'])).toBe(true);
  client.drop();
  expect(harness.watcher.active).toBe(1);
  harness.watcher.create('/a');

  expect(told()).toEqual([]);
  expect(other.channel.notifications).toHaveLength(1);
});

test('WatchMissing stops a watch that is set up while its connection closes', async () => {
  const { connection } = client;
  harness.watcher.beforeWatch = () => client.drop();
  await client.watchMissing(1n, ['/a']);

  expect(connection.closed.hasFired).toBe(true);
  expect(harness.watcher.active).toBe(0);
});

test('WatchMissing is refused before initialize', async () => {
  await expect(harness.connect().watchMissing(1n, ['/a'])).rejects.toThrow(
    'client must call initialize before using filesystem methods',
  );
});
