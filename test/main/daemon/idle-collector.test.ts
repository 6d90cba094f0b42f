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

test('IdleCollector collects once when the process is idle, then after 16 MiB of growth', async () => {
  const heap = heapOf(60 * MIB);
  const collector = new IdleCollector(heap);
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
  const collector = new IdleCollector(heap);
  await collector.check();
  expect(heap.collections).toBe(1);
});

test('IdleCollector does not stop a process that is busy for a fiftieth of the time', async () => {
  const heap = heapOf(60 * MIB);
  heap.load = 0.02;
  const collector = new IdleCollector(heap);
  await collector.check();
  expect(heap.collections).toBe(0);

  heap.load = 0.005;
  await collector.check();
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
  const collector = new IdleCollector(failing);
  await collector.check();
  await collector.check();
  expect(heap.collections).toBe(1);

  heap.size += 16 * MIB;
  await collector.check();
  expect(heap.collections).toBe(2);
});

test('IdleCollector does not begin a collection while another one runs', async () => {
  const heap = heapOf(60 * MIB);
  const collector = new IdleCollector(heap);
  await Promise.all([collector.check(), collector.check()]);
  expect(heap.collections).toBe(1);
});
