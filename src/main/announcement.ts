import { DEFAULT_ANNOUNCEMENT_LIMITS } from '../application/limits/routing-limits.js';
import type { Clock } from '../application/ports/clock.js';
import type { Logger } from '../application/ports/logger.js';
import { AnnounceNode } from '../application/use-cases/routing/announce-node.js';
import type { DescribeNode } from '../application/use-cases/routing/describe-node.js';
import type { FleetOptions } from './exec-server-options.js';
import { StartupError } from './startup-error.js';

/** What announcing a node needs of its server. */
interface Announced {
  readonly describeNode: DescribeNode;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** @throws {StartupError} when gateways could not reach the server at the address that it would announce. */
export const requireReachable = (fleet: FleetOptions | undefined, listen: string): void => {
  if (
    fleet?.announce !== undefined &&
    fleet.advertise === undefined &&
    /^ws:\/\/(0\.0\.0\.0|\[::\])[:/]/.test(listen)
  ) {
    throw new StartupError(
      `gateways cannot reach a node at ${listen}: set --advertise ws://HOST:PORT, or listen on one address`,
    );
  }
};

/**
 * Announces the server from now on, if the options say so. Resolves, after the first attempt, with what ends that.
 *
 * @param url where it listens
 */
export const startAnnouncing = async (
  { nodeId, announce, advertise }: FleetOptions,
  url: string,
  { describeNode, clock, logger }: Announced,
): Promise<() => Promise<void>> => {
  if (announce === undefined) {
    return async () => undefined;
  }
  // Loaded in this case only, since it is as large as the rest of the daemon.
  const { RedisNodes } = await import('../adapters/node-directory/redis-nodes.js');
  const limits = DEFAULT_ANNOUNCEMENT_LIMITS;
  const node = new AnnounceNode(new RedisNodes(announce), describeNode, clock, limits, logger);
  await node.execute(nodeId, advertise ?? url);
  return () => node.stop(nodeId);
};
