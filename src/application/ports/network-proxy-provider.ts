import type { ConnectionAttempt, Refusal } from '../../domain/network/network-decision.js';
import type { HostKind } from '../../domain/network/network-policy.js';
import type { ProxyPorts } from '../../domain/network/proxy-variables.js';
import type { NetworkNamespace } from '../../domain/sandbox/confinement.js';

/** Decides about one connection. */
export interface NetworkJudge {
  /** Resolves with what may be connected to, or why it is refused. Never rejects. */
  judge(attempt: ConnectionAttempt): Promise<Admission>;
  /** The same for an HTTP request to a Unix socket, which is always refused. */
  judgeUnixSocket(method: string, client: string): Promise<Refusal>;
}

/** A host that may be connected to. */
export interface Admitted {
  /** What it is by its own name. */
  readonly kind: HostKind;
  /** Only these are connected to; none where local addresses are allowed and a name leads to none. */
  readonly addresses: readonly string[];
  /** Whether it has addresses, and all are of the public Internet. */
  readonly isPublic: boolean;
}

/** The result of a decision. */
export type Admission = Admitted | { readonly refusal: Refusal };

/** The proxies to open for one process. */
export interface ProxyRequest {
  readonly socks: boolean;
  /** Proxies of this host may be used to reach others. */
  readonly allowsUpstreamProxy: boolean;
  /** They listen in a network namespace of their own, which a runner can start a process in. */
  readonly isIsolated: boolean;
  /** In that namespace, Unix sockets may be used. */
  readonly allowsUnixSockets: boolean;
}

/** The running proxies of one process. */
export interface NetworkProxy {
  readonly ports: ProxyPorts;
  /** Set when they are isolated. */
  readonly namespace: NetworkNamespace | undefined;
  /** Ends them with all of their connections, and the namespace. */
  close(): void;
}

/** Opens proxies through which one process reaches the network. */
export interface NetworkProxyProvider {
  /**
   * Resolves when they listen.
   *
   * @throws {SandboxRefused} when they cannot be isolated; {SpawnFailed} when they cannot listen.
   */
  open(request: ProxyRequest, judge: NetworkJudge): Promise<NetworkProxy>;
  /** Closes all. */
  dispose(): Promise<void>;
}
