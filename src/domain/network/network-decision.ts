/** How a process asks for a connection, as the wire protocol names it. */
export type NetworkProtocol = 'http' | 'https_connect' | 'socks5_tcp';

/** A connection that a process asks its proxy for. */
export interface ConnectionAttempt {
  readonly protocol: NetworkProtocol;
  /** Normalized. */
  readonly host: string;
  readonly port: number;
  /** HTTP method; undefined with SOCKS. */
  readonly method: string | undefined;
  /** Address and port that the process connected from. */
  readonly client: string;
}

/** Why a connection is refused: of these, or a text of the client. */
export const REASONS = {
  denied: 'denied',
  notAllowed: 'not_allowed',
  notAllowedLocal: 'not_allowed_local',
  methodNotAllowed: 'method_not_allowed',
  inspectionRequired: 'mitm_required',
  policyDenied: 'policy_denied',
  socketsUnsupported: 'unix_socket_unsupported',
} as const;

/** What decided: the rules, the mode, the proxy itself, or the client. */
export type DecisionSource = 'baseline_policy' | 'mode_guard' | 'proxy_state' | 'decider';

/** A connection is refused; `ask` when the client wants its user to be asked first. */
export interface Refusal {
  readonly decision: 'deny' | 'ask';
  readonly reason: string;
  readonly source: DecisionSource;
}

/** A decision about one connection, for the client. */
export interface NetworkDecision extends ConnectionAttempt {
  readonly processId: string;
  /** Whether a host was decided about, or something else, such as a method. */
  readonly scope: 'domain' | 'non_domain';
  readonly decision: 'allow' | 'deny' | 'ask';
  readonly source: DecisionSource;
  readonly reason: string;
  /** Whether the client allowed what the rules do not. */
  readonly isOverride: boolean;
}

/** A question to the client whether a process may connect to a host. */
export interface NetworkQuestion {
  readonly processId: string;
  readonly protocol: NetworkProtocol;
  readonly host: string;
  readonly port: number;
}

/** The client's answer; the reason is empty where it gives none. */
export type NetworkAnswer =
  | { readonly type: 'allow' }
  | { readonly type: 'deny' | 'ask'; readonly reason: string };
