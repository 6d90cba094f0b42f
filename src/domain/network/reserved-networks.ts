/** A network in CIDR notation. */
export type Network = readonly [address: string, prefix: number];

/** IPv4 networks that are not of the public Internet (RFC 6890, and multicast). */
const RESERVED_IPV4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** The same of IPv6. */
const RESERVED_IPV6: readonly Network[] = [
  ['::', 128],
  ['::1', 128],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  // Site-local: deprecated, and still routed by some networks.
  ['fec0::', 10],
  ['ff00::', 8],
];

/** Those of the above that are meant for use within private networks. */
export const PRIVATE_NETWORKS: readonly Network[] = [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['fc00::', 7],
];

/** Prefixes of IPv6 addresses that lead to the IPv4 address behind them: mapped, compatible, and two of NAT64. */
const EMBEDDING = ['::ffff:', '::', '64:ff9b::', '64:ff9b:1::'];
const EMBEDDED_AT = 96;

/** All IPv4 networks that a process must not reach unless it may reach local ones. */
export const LOCAL_IPV4: readonly Network[] = RESERVED_IPV4;

/** All IPv6 networks of the kind, with those in which the IPv4 networks can be written. */
export const LOCAL_IPV6: readonly Network[] = [
  ...RESERVED_IPV6,
  ...RESERVED_IPV4.flatMap(([address, prefix]) => [
    ...EMBEDDING.map((lead): Network => [`${lead}${address}`, EMBEDDED_AT + prefix]),
    sixToFour(address, prefix),
  ]),
];

/** 6to4 (RFC 3056) has the IPv4 address behind its first 16 bits. */
function sixToFour(address: string, prefix: number): Network {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
  const group = (high: number, low: number): string => (high * 256 + low).toString(16);
  return [`2002:${group(a, b)}:${group(c, d)}::`, 16 + prefix];
}
