import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { MIB } from '../../application/limits/units.js';

/** Sets V8 up for a daemon. Not for a host of `startExecServer`, whose process has other work too. */
export const setV8Flags = (): void => {
  setCollectorFlags();
  optimizeFromFirstConnection();
};

/** Beyond this size of the heap its growth is what takes memory, and a walk through it takes no large part of the time. */
const LARGE_HEAP_BYTES = 128 * MIB;

/**
 * How much the heap may grow beyond what is live before it is collected as a whole. Messages and their content are memory outside of the heap,
 * which counts towards that. Beside a heap of 11 MiB V8 would walk through the heap every few MB of input, for up to half of the time of the daemon.
 */
export const heapGrowthPercent = (heapBytes: number): number =>
  heapBytes < LARGE_HEAP_BYTES ? 600 : 300;

/** Call it now and then with the size of the heap: V8 reads the flag at the end of each collection. */
export const setHeapGrowth = (heapBytes: number): void => {
  setFlagsFromString(`--heap-growing-percent=${heapGrowthPercent(heapBytes)}`);
};

/** For the data path, whose objects do not survive a collection of the young generation. */
const setCollectorFlags = (): void => {
  // Collects the young generation on one thread: there is no work to share, and waking the helper threads takes a third of
  // the time on two cores.
  setFlagsFromString('--no-parallel-scavenge');
  setHeapGrowth(0);
};

/**
 * What runs before the first connection runs once. TurboFan would compile five functions of it nevertheless, and would keep 4 MiB of
 * memory from then on.
 */
const optimizeFromFirstConnection = (): void => {
  const optimize = (): void => {
    unsubscribe(CONNECTION, optimize);
    setFlagsFromString('--opt');
  };
  setFlagsFromString('--no-opt');
  subscribe(CONNECTION, optimize);
};

/** Node reports each connection that any of its servers takes. */
const CONNECTION = 'net.server.socket';
