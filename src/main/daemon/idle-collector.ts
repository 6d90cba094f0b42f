import type { Session } from 'node:inspector/promises';
import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { setHeapGrowth } from './v8-flags.js';

/** How often the daemon looks whether it is idle. */
const INTERVAL_MS = 1000;
/**
 * So many intervals in a row are a rest. V8 drops with the garbage what it has compiled for objects that no longer exist, and the next
 * thousand connections take up to twice the processor time: not for a client that comes back after two seconds.
 */
const REST_INTERVALS = 4;
/**
 * The part of a rest above which the event loop counts as busy. Ten processes that print ten lines a second each take 2 to 4 %, and
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
  /** The utilization in each of the latest intervals. */
  readonly #utilizations: number[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Call it once an interval. Resolves when the garbage that is collected now, if any, is collected. */
  async check(): Promise<void> {
    if (
      !this.#isResting() ||
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

  #isResting(): boolean {
    const count = this.#utilizations.push(this.#heap.utilization());
    if (count > REST_INTERVALS) {
      this.#utilizations.shift();
    }
    const sum = this.#utilizations.reduce((total, utilization) => total + utilization, 0);
    return count >= REST_INTERVALS && sum <= BUSY * REST_INTERVALS;
  }
}

/** Collects the garbage of this process whenever it is idle, as long as it runs, and lets a large heap grow less. */
export const collectWhenIdle = (): void => {
  const heap = new ProcessHeap();
  const collector = new IdleCollector(heap);
  setInterval(() => {
    setHeapGrowth(heap.bytes());
    void collector.check();
  }, INTERVAL_MS).unref();
};

class ProcessHeap implements Heap {
  #session: Session | undefined;
  #trim: (() => void) | undefined;
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
    // Loaded first, since what that leaves behind is garbage too.
    this.#trim ??= await loadTrim();
    this.#session ??= await connect();
    await this.#session.post('HeapProfiler.collectGarbage');
    this.#trim();
  }
}

/** Loaded when it is needed: not every Node is built with it. It opens no port. */
const connect = async (): Promise<Session> => {
  const inspector = await import('node:inspector/promises');
  const session = new inspector.Session();
  session.connect();
  return session;
};

/**
 * Returns free memory of the C library to the system. glibc does so itself only at the end of its heap, and a few blocks that are in use there
 * keep 3.6 MiB of what parsing this program took. Does nothing with another library.
 */
const loadTrim = async (): Promise<() => void> => {
  try {
    const { default: koffi } = await import('koffi');
    const trim = koffi.load(null).func('int malloc_trim(size_t)');
    return () => void trim(0);
  } catch {
    return () => undefined;
  }
};
