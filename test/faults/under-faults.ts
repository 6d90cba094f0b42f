import type { ScheduledFault } from '../../src/testing/faults/fault.js';
import { FaultConductor } from '../../src/testing/faults/fault-conductor.js';
import { FaultProxy } from '../../src/testing/faults/fault-proxy.js';
import { FollowingClient } from './client/following-client.js';

/** Cuts the connection in the midst of what is written or printed, if that is more. */
export const SURE_CUT: readonly ScheduledFault[] = [
  { after: { bytes: 2000 }, fault: { kind: 'reset', outageMs: 0 } },
];

/** Runs `work` with a client whose connection suffers the faults; returns how often it had to come back. */
export const underFaults = async (
  daemonUrl: string,
  schedule: readonly ScheduledFault[],
  work: (client: FollowingClient) => Promise<void>,
): Promise<number> => {
  await using proxy = await FaultProxy.open(daemonUrl);
  const client = await FollowingClient.connect(proxy.url);
  const conductor = new FaultConductor(proxy);
  conductor.play(schedule);
  try {
    await work(client);
    return client.recoveries.length;
  } finally {
    conductor.stop();
    client.close();
  }
};
