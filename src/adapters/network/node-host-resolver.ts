import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { HostResolver, ResolvedAddress } from '../../application/ports/host-resolver.js';
import type { HostKind } from '../../domain/network/network-policy.js';
import { LOCAL_IPV4, LOCAL_IPV6 } from '../../domain/network/reserved-networks.js';

/** Resolves names as other programs of this host do: by its hosts file and its name servers. */
export class NodeHostResolver implements HostResolver {
  readonly #local = localNetworks();
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
    return this.#isPublic(host) ? 'public-address' : 'local';
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
    // A zone, as in `fe80::1%eth0`, is not part of the address.
    const [bare = ''] = address.split('%');
    return !this.#local.check(bare, isIP(bare) === 4 ? 'ipv4' : 'ipv6');
  }
}

const localNetworks = (): BlockList => {
  const list = new BlockList();
  for (const [address, prefix] of LOCAL_IPV4) {
    list.addSubnet(address, prefix, 'ipv4');
  }
  for (const [address, prefix] of LOCAL_IPV6) {
    list.addSubnet(address, prefix, 'ipv6');
  }
  return list;
};
