import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { HostResolver, ResolvedAddress } from '../../application/ports/host-resolver.js';
import type { HostKind } from '../../domain/network/network-policy.js';
import {
  LOCAL_IPV4,
  LOCAL_IPV6,
  type Network,
  PRIVATE_NETWORKS,
} from '../../domain/network/reserved-networks.js';

/** Resolves names as other programs of this host do: by its hosts file and its name servers. */
export class NodeHostResolver implements HostResolver {
  // Made for the first address: Node compiles a long regular expression for the first one of IPv6, for 6 ms of each start.
  #local: BlockList | undefined;
  #private: BlockList | undefined;
  readonly #timeoutMs: number;

  constructor({ resolveTimeoutMs }: { readonly resolveTimeoutMs: number }) {
    this.#timeoutMs = resolveTimeoutMs;
  }

  kindOf(host: string): HostKind {
    if (host === 'localhost') {
      return 'local';
    }
    if (isIP(host) === 0) {
      return 'name';
    }
    if (this.#isPublic(host)) {
      return 'public-address';
    }
    this.#private ??= listOf(PRIVATE_NETWORKS);
    return includes(this.#private, host) ? 'private-address' : 'local';
  }

  async resolve(host: string): Promise<readonly ResolvedAddress[]> {
    if (isIP(host) !== 0) {
      return [{ address: host, isPublic: this.#isPublic(host) }];
    }
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<[]>((resolve) => {
      timer = setTimeout(resolve, this.#timeoutMs, []);
    });
    try {
      const found = await Promise.race([lookup(host, { all: true }), tooLate]);
      return found.map(({ address }) => ({ address, isPublic: this.#isPublic(address) }));
    } catch {
      return [];
    } finally {
      clearTimeout(timer);
    }
  }

  #isPublic(address: string): boolean {
    this.#local ??= listOf([...LOCAL_IPV4, ...LOCAL_IPV6]);
    return !includes(this.#local, address);
  }
}

const listOf = (networks: readonly Network[]): BlockList => {
  const list = new BlockList();
  for (const [address, prefix] of networks) {
    list.addSubnet(address, prefix, familyOf(address));
  }
  return list;
};

const includes = (list: BlockList, address: string): boolean => {
  // A zone, as in `fe80::1%eth0`, is not part of the address.
  const [bare = ''] = address.split('%');
  return list.check(bare, familyOf(bare));
};

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
