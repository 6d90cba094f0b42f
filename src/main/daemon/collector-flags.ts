import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8's garbage collector up for the data path of the daemon, whose objects do not survive a collection of the young
 * generation. For the daemon only, not for a host of `startExecServer`.
 */
export const setCollectorFlags = (): void => {
  // Collects the young generation on one thread: there is no work to share, and waking the helper threads takes a third of
  // the time on two cores.
  setFlagsFromString('--no-parallel-scavenge');
  // Messages and their content are memory outside of the heap, which counts towards its limit. Beside a heap of 11 MiB V8 would
  // walk through the heap every few MB of input, for up to half of the time of the daemon.
  setFlagsFromString('--heap-growing-percent=600');
};
