import type { ConnectionLimits } from '../application/limits/connection-limits.js';

/**
 * Lowers the connection limits to the number of available descriptors: half of them for WebSockets, a quarter
 * for connections without one. Without a free descriptor no new connection is accepted, not even for the
 * readiness route.
 */
export const capConnectionsToOpenFileLimit = <
  L extends Pick<ConnectionLimits, 'maxConnections' | 'maxPendingConnections'>,
>(
  limits: L,
  descriptors: number,
): L => ({
  ...limits,
  maxConnections: Math.min(limits.maxConnections, Math.ceil(descriptors / 2)),
  maxPendingConnections: Math.min(limits.maxPendingConnections, Math.ceil(descriptors / 4)),
});
