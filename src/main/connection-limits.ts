import type { Limits } from '../application/limits/limits.js';

/** The limits that depend on the open-file limit. */
type ConnectionLimits = Pick<Limits, 'maxConnections' | 'maxPendingConnections'>;

/**
 * Lowers the connection limits to the number of available descriptors: half of them for WebSockets, a quarter
 * for connections without one. Without a free descriptor no new connection is accepted, not even for the
 * readiness route.
 */
export const capConnectionsToOpenFileLimit = <L extends ConnectionLimits>(
  limits: L,
  descriptors: number,
): L => ({
  ...limits,
  maxConnections: Math.min(limits.maxConnections, Math.ceil(descriptors / 2)),
  maxPendingConnections: Math.min(limits.maxPendingConnections, Math.ceil(descriptors / 4)),
});
