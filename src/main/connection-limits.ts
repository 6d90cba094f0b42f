import type { Limits } from '../application/limits/limits.js';

/** Limits that this is about. */
type ConnectionLimits = Pick<Limits, 'maxConnections' | 'maxPendingConnections'>;

/**
 * The limits with no more connections than there are descriptors for: half of these for WebSockets, a quarter for
 * connections that have yet to open one. Without any left no newcomer gets in, not even to ask for readiness.
 */
export const capConnectionsToOpenFileLimit = <L extends ConnectionLimits>(
  limits: L,
  descriptors: number,
): L => ({
  ...limits,
  maxConnections: Math.min(limits.maxConnections, Math.ceil(descriptors / 2)),
  maxPendingConnections: Math.min(limits.maxPendingConnections, Math.ceil(descriptors / 4)),
});
