/** How a process asks its proxy for a connection. */
export type NetworkProtocolName = 'http' | 'https_connect' | 'socks5_tcp';

/** Whether hosts may be reached. */
export type DomainPermission = 'none' | 'allow' | 'deny';

/** The rules of a per-process proxy. */
export interface NetworkProxyConfig {
  /** Must be true. */
  enabled: boolean;
  enableSocks5: boolean;
  /** No effect: UDP is not relayed. */
  enableSocks5Udp: boolean;
  allowUpstreamProxy: boolean;
  dangerouslyAllowAllUnixSockets: boolean;
  mode: 'limited' | 'full';
  allowLocalBinding: boolean;
  /** By host or pattern; without any, nothing is allowed. */
  domains?: Record<string, DomainPermission> | null;
  /** By absolute path; no effect. */
  unixSockets?: Record<string, 'allow' | 'deny'> | null;
  /** Hosts that the client is asked about even where they are allowed. */
  reviewDomains?: string[] | null;
  /** Refused when true. */
  credentialMasking?: boolean | null;
  /** Refused unless empty. */
  credentialProviders?: object | null;
  /** Refused when true. */
  transparentTcp?: boolean | null;
}

/** A per-process proxy that enforces network rules. */
export interface NetworkProxyLaunch {
  proxy: NetworkProxyConfig;
  environmentId?: string | null;
  executionId?: string | null;
  auditMetadata?: object | null;
  /** How long the client may take to answer `network/policyRequest`, in ms; absent: it is not asked. */
  policyDecisionTimeoutMs?: number | null;
}

/** Parameters of the request `network/policyRequest`, which the server sends. */
export interface NetworkPolicyRequestParams {
  processId: string;
  request: { protocol: NetworkProtocolName; host: string; port: number };
}

/** The client's result of `network/policyRequest`. */
export interface NetworkPolicyRequestResult {
  decision: { type: 'allow' } | { type: 'deny' | 'ask'; reason: string };
}

/** Parameters of the notification `network/policyDecision`. */
export interface NetworkPolicyDecisionParams {
  processId: string;
  /** RFC 3339. */
  timestamp: string;
  scope: 'domain' | 'non_domain';
  decision: 'allow' | 'deny' | 'ask';
  source: 'baseline_policy' | 'mode_guard' | 'proxy_state' | 'decider';
  reason: string;
  protocol: NetworkProtocolName;
  host: string;
  port: number;
  /** Absent with SOCKS. */
  method?: string;
  /** Address and port of the process's end. */
  client: string;
  /** Whether the client allowed what the rules do not. */
  policyOverride: boolean;
}
