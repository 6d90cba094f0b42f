/** Limits of the network proxies of processes. */
export interface NetworkLimits {
  /** Connections to the proxies of one process; one more is closed at once. */
  readonly maxProxyConnections: number;
  /** How long a client of a proxy may take to say what it wants. */
  readonly proxyRequestTimeoutMs: number;
  /** How long connecting to one host may take, over all of its addresses. */
  readonly proxyConnectTimeoutMs: number;
  /** How long resolving a name may take; then it has no address. */
  readonly resolveTimeoutMs: number;
}

export const DEFAULT_NETWORK_LIMITS: NetworkLimits = {
  maxProxyConnections: 512,
  proxyRequestTimeoutMs: 60_000,
  proxyConnectTimeoutMs: 30_000,
  resolveTimeoutMs: 5000,
};
