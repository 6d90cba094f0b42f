import type { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

/** How often the daemon looks whether it is idle. */
const INTERVAL_MS = 2000;
/**
 * The part of an interval above which the event loop counts as busy. Ten processes that print ten lines a second each take 2 to 4 %, and
 * would have their lines wait; the pings of a hundred idle connections take half a percent.
 */
const BUSY = 0.01;
/** For less growth a collection, which stops the event loop for 50 to 150 ms, is not worth it. */
const MIN_GROWTH_BYTES = 16 * 1024 * 1024;

/** What the collector sees of the process, and does to it. */
export interface Heap {
  /** What V8 has taken from the system. */
  bytes(): number;
  /** The part of the time since the last call in which the event loop was busy, 0 to 1. */
  utilization(): number;
  /** Collects all garbage and returns free memory to the system. */
  collect(): Promise<void>;
}

/**
 * Collects garbage when the daemon is idle for the first time, and then whenever its heap has grown by 16 MiB: V8 collects when
 * memory is asked for, so the heap of an idle daemon would keep the size of its start or its last burst.
 */
export class IdleCollector {
  readonly #heap: Heap;
  /** The first collection needs no growth: a start leaves 7 MiB of garbage. */
  #collectedBytes = Number.NEGATIVE_INFINITY;
  #isCollecting = false;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Call it regularly. Resolves when the garbage that is collected now, if any, is collected. */
  async check(): Promise<void> {
    const isBusy = this.#heap.utilization() > BUSY;
    if (
      isBusy ||
      this.#isCollecting ||
      this.#heap.bytes() < this.#collectedBytes + MIN_GROWTH_BYTES
    ) {
      return;
    }
    this.#isCollecting = true;
    await this.#heap.collect().catch(() => undefined);
    this.#isCollecting = false;
    this.#collectedBytes = this.#heap.bytes();
  }
}

/** Collects the garbage of this process whenever it is idle, as long as it runs. */
export const collectWhenIdle = (): void => {
  const collector = new IdleCollector(new ProcessHeap());
  setInterval(() => void collector.check(), INTERVAL_MS).unref();
};

class ProcessHeap implements Heap {
  #session: Session | undefined;
  #before = performance.eventLoopUtilization();

  bytes(): number {
    return getHeapStatistics().total_heap_size;
  }

  utilization(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#before);
    this.#before = now;
    return utilization;
  }

  /** `gc()` of `--expose-gc` would leave new space at its size. */
  async collect(): Promise<void> {
    this.#session ??= await connect();
    await this.#session.post('HeapProfiler.collectGarbage');
  }
}

/** Loaded when it is needed: not every Node is built with it. It opens no port. */
const connect = async (): Promise<Session> => {
  const inspector = await import('node:inspector/promises');
  const session = new inspector.Session();
  session.connect();
  return session;
};
