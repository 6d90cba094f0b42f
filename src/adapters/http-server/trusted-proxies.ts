import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { FORWARDED_FOR_HEADER } from '../../protocol/fleet.js';

/** The proxies whose `X-Forwarded-For` names the address of a client. */
export class TrustedProxies {
  readonly #trusted = new BlockList();

  /** @param proxies IP addresses, or networks as `10.0.0.0/8` */
  constructor(proxies: readonly string[]) {
    for (const proxy of proxies) {
      const [address = '', bits] = proxy.split('/');
      const family = familyOf(address);
      if (bits === undefined) {
        this.#trusted.addAddress(address, family);
      } else {
        this.#trusted.addSubnet(address, Number(bits), family);
      }
    }
  }

  /** The IP address of the client: behind a trusted proxy that of `X-Forwarded-For`, else that of the peer. */
  addressOf({ socket, headers }: IncomingMessage): string {
    const peer = peerOf(socket);
    // The proxy itself has added the last one; a client can forge those before it.
    const forwarded = headers[FORWARDED_FOR_HEADER]?.toString().split(',').at(-1)?.trim() ?? '';
    return isIP(forwarded) !== 0 && this.#trusts(peer) ? forwarded : peer;
  }

  #trusts(peer: string): boolean {
    return isIP(peer) !== 0 && this.#trusted.check(peer, familyOf(peer));
  }
}

/** The IP address at the other end of a connection. */
export const peerOf = (socket: Duplex): string =>
  (socket as { remoteAddress?: string }).remoteAddress ?? 'unknown';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
