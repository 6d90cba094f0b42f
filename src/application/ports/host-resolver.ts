import type { HostKind } from '../../domain/network/network-policy.js';

/** An address that a name leads to. */
export interface ResolvedAddress {
  /** IPv4, or IPv6 without brackets. */
  readonly address: string;
  /** Whether it is of the public Internet, not of this host or a private network. */
  readonly isPublic: boolean;
}

/** Tells what hosts are, by the rules and the resolver of this host. */
export interface HostResolver {
  /** What a normalized host is without resolving it. */
  kindOf(host: string): HostKind;
  /** The addresses of a name or address, in the order in which they are to be tried; none: it has no address. Never rejects. */
  resolve(host: string): Promise<readonly ResolvedAddress[]>;
}
