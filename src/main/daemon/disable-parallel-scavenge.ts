import { setFlagsFromString } from 'node:v8';

/**
 * Collects young garbage on one thread. Of what the daemon makes for each chunk nothing survives, so there is no work
 * to share, and waking the helpers takes longer than the collection: a third of its time, on two cores. For a process
 * of its own, not for a host of `startExecServer`.
 */
export const disableParallelScavenge = (): void => setFlagsFromString('--no-parallel-scavenge');
