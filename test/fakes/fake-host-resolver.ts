import type { HostResolver, ResolvedAddress } from '../../src/application/ports/host-resolver.js';
import type { HostKind } from '../../src/domain/network/network-policy.js';

const ADDRESS = /^[\d.]+$|:/;
const PRIVATE = /^10\./;
const LOCAL = /^(localhost|127\..*|10\..*|169\.254\..*|::1)$/;

/** Resolves the names that a test gives it; addresses are local as far as tests need. */
export class FakeHostResolver implements HostResolver {
  /** Every name or address that was resolved. */
  readonly asked: string[] = [];
  names: Readonly<Record<string, readonly string[]>> = {
    localhost: ['127.0.0.1'],
    'example.com': ['93.184.216.34'],
  };

  kindOf(host: string): HostKind {
    if (PRIVATE.test(host)) {
      return 'private-address';
    }
    if (LOCAL.test(host)) {
      return 'local';
    }
    return ADDRESS.test(host) ? 'public-address' : 'name';
  }

  async resolve(host: string): Promise<readonly ResolvedAddress[]> {
    this.asked.push(host);
    const addresses = ADDRESS.test(host) ? [host] : (this.names[host] ?? []);
    return addresses.map((address) => ({ address, isPublic: !LOCAL.test(address) }));
  }
}
