import { BlockList, isIPv6 } from 'node:net';
import type { ListenAddress } from '../adapters/http-server/http-listener.js';
import type { Logger } from '../application/ports/logger.js';
import { toListenUrl } from './options/listen-url.js';
import { StartupError } from './startup-error.js';

/** Who can come in. */
export interface BindPolicy {
  readonly isAuthenticated: boolean;
  /** Somebody has said that everybody may, in so many words. */
  readonly allowUnauthenticated: boolean;
}

/**
 * Judges an address that others than this machine can reach; one of loopback is always fine.
 *
 * @throws {StartupError} when everybody could come in there, and nobody has said so. Where somebody has,
 * it is warned of.
 */
export const requireSafeBindAddress = (
  address: ListenAddress,
  { isAuthenticated, allowUnauthenticated }: BindPolicy,
  logger: Logger,
): void => {
  if (isAuthenticated || LOOPBACK.check(address.host, isIPv6(address.host) ? 'ipv6' : 'ipv4')) {
    return;
  }
  const url = toListenUrl(address);
  if (!allowUnauthenticated) {
    throw new StartupError(
      `refusing to listen on ${url}: there is no authentication, so whoever reaches that address could run ` +
        'any command as this user; set --ws-auth, or listen on ws://127.0.0.1:PORT or ws://[::1]:PORT, or ' +
        'say --allow-unauthenticated where nobody else can reach it',
    );
  }
  logger.warn(
    'no authentication: anyone who can connect can run commands as this user; set --ws-auth',
    { url },
  );
};

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
