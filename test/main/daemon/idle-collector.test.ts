import { expect, test } from '@jest/globals';
import { type Heap, IdleCollector } from '../../../src/main/daemon/idle-collector.js';

const MIB = 1024 * 1024;

/** A heap of 10 MiB of live objects, which a collection leaves, in an idle process. */
const heapOf = (bytes: number) => ({
  size: bytes,
  load: 0,
  collections: 0,
  bytes() {
    return this.size;
  },
  utilization() {
    return this.load;
  },
  async collect() {
    this.collections += 1;
    this.size = 10 * MIB;
  },
});

/** A collector whose process has been idle for one interval less than a rest. */
const almostRested = async (heap: Heap): Promise<IdleCollector> => {
  const collector = new IdleCollector(heap);
  for (let interval = 0; interval < 3; interval += 1) {
    await collector.check();
  }
  return collector;
};

test('IdleCollector collects once when the process is idle, then after 16 MiB of growth', async () => {
  const heap = heapOf(60 * MIB);
  const collector = await almostRested(heap);
  await collector.check();
  await collector.check();
  expect(heap.collections).toBe(1);

  heap.size = 26 * MIB - 1;
  await collector.check();
  expect(heap.collections).toBe(1);

  heap.size = 26 * MIB;
  await collector.check();
  expect(heap.collections).toBe(2);
});

test('IdleCollector collects a small heap too when the process is idle for the first time', async () => {
  const heap = heapOf(12 * MIB);
  const collector = await almostRested(heap);
  await collector.check();
  expect(heap.collections).toBe(1);
});

test('IdleCollector waits for four idle intervals', async () => {
  const heap = heapOf(60 * MIB);
  const collector = await almostRested(heap);
  expect(heap.collections).toBe(0);

  await collector.check();
  expect(heap.collections).toBe(1);
});

test('IdleCollector waits for a whole rest after each interval with work', async () => {
  const heap = heapOf(60 * MIB);
  const collector = await almostRested(heap);
  heap.load = 0.5;
  await collector.check();
  heap.load = 0;
  for (let interval = 0; interval < 3; interval += 1) {
    await collector.check();
  }
  expect(heap.collections).toBe(0);

  await collector.check();
  expect(heap.collections).toBe(1);
});

test('IdleCollector does not stop a process that is busy for a fiftieth of the time', async () => {
  const heap = heapOf(60 * MIB);
  heap.load = 0.02;
  const collector = await almostRested(heap);
  await collector.check();
  expect(heap.collections).toBe(0);
});

test('IdleCollector takes the pings of a hundred connections in every other interval for idle', async () => {
  const heap = heapOf(60 * MIB);
  const collector = new IdleCollector(heap);
  for (const load of [0.015, 0, 0.015, 0]) {
    heap.load = load;
    await collector.check();
  }
  expect(heap.collections).toBe(1);
});

test('IdleCollector tries again after as much growth where collecting fails', async () => {
  const heap = heapOf(60 * MIB);
  const failing: Heap = {
    bytes: () => heap.size,
    utilization: () => 0,
    collect: () => {
      heap.collections += 1;
      return Promise.reject(new Error('no inspector'));
    },
  };
  const collector = await almostRested(failing);
  await collector.check();
  await collector.check();
  expect(heap.collections).toBe(1);

  heap.size += 16 * MIB;
  await collector.check();
  expect(heap.collections).toBe(2);
});

test('IdleCollector does not begin a collection while another one runs', async () => {
  const heap = heapOf(60 * MIB);
  const collector = await almostRested(heap);
  await Promise.all([collector.check(), collector.check()]);
  expect(heap.collections).toBe(1);
});
