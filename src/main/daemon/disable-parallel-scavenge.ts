import { setFlagsFromString } from 'node:v8';

/**
 * Collects the young generation on one thread. Objects of the daemon's data path do not survive it, so there
 * is no work to share, and waking the helper threads takes longer than the collection: a third of its time on
 * two cores. For the daemon only, not for a host of `startExecServer`.
 */
export const disableParallelScavenge = (): void => setFlagsFromString('--no-parallel-scavenge');
