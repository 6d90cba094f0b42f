import type { DomainPatterns } from './domain-pattern.js';
import { mappedIpv4 } from './host-name.js';
import {
  type ConnectionAttempt,
  type NetworkProtocol,
  REASONS,
  type Refusal,
} from './network-decision.js';

/** The rules of one process's proxy. */
export interface NetworkRules {
  readonly allowed: DomainPatterns;
  readonly denied: DomainPatterns;
  /** Hosts that the client is asked about even where they are allowed. */
  readonly reviewed: DomainPatterns;
  /** `limited`: only methods that read, and nothing that the proxy cannot look into. */
  readonly mode: 'limited' | 'full';
  /** Loopback, private and reserved addresses may be reached. */
  readonly allowsLocal: boolean;
}

/**
 * What a host is, as far as that is seen without resolving it: a name other than `localhost`, or an address of the
 * Internet, of a private network (RFC 1918, 6598, 4193), or any other that is not public.
 */
export type HostKind = 'name' | 'public-address' | 'private-address' | 'local';

/** What the rules say about a host before its name is resolved. */
export type HostVerdict = 'allowed' | 'ask' | Refusal;

const METHODS_THAT_READ = ['GET', 'HEAD', 'OPTIONS'];
const HTTPS_PORT = 443;

/** Decides about connections by the rules alone. */
export class NetworkPolicy {
  readonly #rules: NetworkRules;

  constructor(rules: NetworkRules) {
    this.#rules = rules;
  }

  /**
   * In this order: a denied host; a local one that no rule names; one that is not allowed, or is to be reviewed,
   * which the client is asked about.
   */
  judgeHost(host: string, kind: HostKind): HostVerdict {
    const { allowed, denied, reviewed, allowsLocal } = this.#rules;
    if (denied.matches(host)) {
      return byRules(REASONS.denied);
    }
    const isLocal = kind === 'local' || kind === 'private-address';
    if (isLocal && !allowsLocal && !allowed.names(host)) {
      return byRules(REASONS.notAllowedLocal);
    }
    return allowed.matches(host) && !reviewed.matches(host) ? 'allowed' : 'ask';
  }

  /** Refuses a host that leads to one of these addresses: a denied one, a local one, or, as upstream has it, to none. */
  judgeAddresses(
    kind: HostKind,
    addresses: readonly { readonly address: string; readonly isPublic: boolean }[],
  ): Refusal | undefined {
    const { denied, allowsLocal } = this.#rules;
    // Names such as `2130706433` lead to addresses, too.
    if (addresses.some(({ address }) => denied.matches(mappedIpv4(address) ?? address))) {
      return byRules(REASONS.denied);
    }
    // A local host that was not refused before is named by a rule.
    const isLocal = addresses.length === 0 || addresses.some(({ isPublic }) => !isPublic);
    return kind === 'name' && !allowsLocal && isLocal
      ? byRules(REASONS.notAllowedLocal)
      : undefined;
  }

  /** Refuses what needs no look at the host: with SOCKS, only what may be HTTPS can be told from the rest. */
  judgePort({ protocol, port }: ConnectionAttempt): Refusal | undefined {
    const isBlind = protocol === 'socks5_tcp' && port !== HTTPS_PORT;
    return this.#rules.mode === 'limited' && isBlind ? byMode(REASONS.methodNotAllowed) : undefined;
  }

  /** Refuses methods that the mode does not allow, and tunnels, in which methods cannot be seen. */
  judgeMethod(protocol: NetworkProtocol, method: string | undefined): Refusal | undefined {
    if (this.#rules.mode === 'full') {
      return undefined;
    }
    if (protocol !== 'http') {
      return byMode(REASONS.inspectionRequired);
    }
    return method !== undefined && METHODS_THAT_READ.includes(method)
      ? undefined
      : byMode(REASONS.methodNotAllowed);
  }
}

/** A refusal by the rules. */
export const byRules = (reason: string): Refusal => ({
  decision: 'deny',
  reason,
  source: 'baseline_policy',
});

const byMode = (reason: string): Refusal => ({ decision: 'deny', reason, source: 'mode_guard' });
