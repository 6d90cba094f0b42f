import { BlockList, isIPv6 } from 'node:net';
import type { ListenAddress } from '../../adapters/http-server/http-listener.js';
import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Logger } from '../../application/ports/logger.js';
import { toListenUrl } from '../options/listen-url.js';
import { StartupError } from '../startup-error.js';

/** The settings that make an address safe to listen on. */
export interface BindPolicy {
  /** Undefined: there is no authentication. */
  readonly authenticator: Pick<Authenticator, 'authenticates'> | undefined;
  /** Whether the operator or the embedder explicitly allows unauthenticated clients. */
  readonly allowUnauthenticated: boolean;
}

/** An embedder's adapter may lack the property: only `true` counts. */
export const isAuthenticating = (authenticator: Partial<Authenticator> | undefined): boolean =>
  authenticator?.authenticates === true;

/**
 * Checks an address that other hosts can reach; a loopback address is always safe.
 *
 * @throws {StartupError} when any client could connect there without `allowUnauthenticated`. With it, logs a warning.
 */
export const requireSafeBindAddress = (
  address: ListenAddress,
  { authenticator, allowUnauthenticated }: BindPolicy,
  logger: Logger,
): void => {
  if (isAuthenticating(authenticator) || isLoopback(address)) {
    return;
  }
  const url = toListenUrl(address);
  if (!allowUnauthenticated) {
    const { fault, remedy, permission } =
      authenticator === undefined ? NO_AUTHENTICATION : UNDECLARED;
    throw new StartupError(
      `refusing to listen on ${url}: ${fault}, so anyone who reaches that address could run ` +
        `any command as this user; ${remedy}, or listen on ws://127.0.0.1:PORT or ws://[::1]:PORT, or ` +
        `${permission} where no one else can reach it`,
    );
  }
  logger.warn(
    'no authentication: anyone who can connect can run commands as this user; set --ws-auth',
    { url },
  );
};

/** Whether only programs of this machine can connect to it. */
export const isLoopback = ({ host }: ListenAddress): boolean =>
  LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');

const NO_AUTHENTICATION = {
  fault: 'there is no authentication',
  remedy: 'set --ws-auth',
  permission: 'set --allow-unauthenticated',
};
const UNDECLARED = {
  fault: 'the authenticator does not say that it authenticates',
  remedy: 'set its property `authenticates` to true if it asks for a credential',
  permission: 'set the option `allowUnauthenticated`',
};

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');
