import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';

/** The nodes behind a name that has one address a node, such as a headless service of Kubernetes. */
export const dnsAddresses =
  (name: string, port: number) => async (): Promise<readonly string[]> => {
    // Of the system, with its search list and hosts file.
    const found = await lookup(name, { all: true });
    return found.map(({ address }) =>
      isIPv6(address) ? `ws://[${address}]:${port}` : `ws://${address}:${port}`,
    );
  };
