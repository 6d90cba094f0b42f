import 'reflect-metadata';
import type { ListenAddress } from '../../adapters/http-server/http-listener.js';
import { SafeLogger } from '../../adapters/logging/safe-logger.js';
import { openAuthenticator } from '../authentication.js';
import { requireSafeBindAddress } from '../listening/bind-policy.js';
import { listenOnSocket } from '../listening/passed-socket.js';
import { parseListenUrl, toListenUrl } from '../options/listen-url.js';
import { packageVersion } from '../package-root.js';
import { explainListenError } from '../startup-error.js';
import { composeGateway, GATEWAY } from './gateway-container.js';
import type { GatewayOptions } from './gateway-options.js';
import { openDirectory } from './open-directory.js';

/** A running gateway. */
export interface Gateway extends AsyncDisposable {
  /** With the actual port. */
  readonly url: string;
  /** Ends all connections, once; clients resume their sessions through another gateway. */
  close(): Promise<void>;
}

/**
 * Starts a gateway in this process. Resolves when it accepts connections, also if the directory of nodes cannot be reached yet.
 *
 * @throws {StartupError} for an invalid option, or when it cannot listen at the address.
 */
export const startGateway = async (options: GatewayOptions): Promise<Gateway> => {
  const address = parseListenUrl(options.listen);
  const safeLogger = new SafeLogger(options.logger);
  const authenticator = await openAuthenticator(options.authentication, safeLogger);
  const policy = {
    authenticator: options.authentication && authenticator,
    allowUnauthenticated: options.allowUnauthenticated === true,
  };
  const requireSafe = (at: ListenAddress): void => requireSafeBindAddress(at, policy, safeLogger);
  const { sockets = [] } = options;
  if (sockets.length === 0) {
    requireSafe(address);
  }
  const directory = await openDirectory(options.nodes, safeLogger);
  const container = composeGateway(options, authenticator, directory);
  const [logger, listener] = [container.get(GATEWAY.logger), container.get(GATEWAY.listener)];
  const [nodes, acceptor] = [container.get(GATEWAY.nodes), container.get(GATEWAY.acceptor)];
  const stop = async (): Promise<void> => {
    logger.info('stopping');
    listener.stopAccepting();
    nodes.stop();
    container.get(GATEWAY.dialer).close();
    acceptor.close();
    await listener.close();
    await directory.dispose();
    logger.info('stopped');
  };
  let stopped: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  try {
    await nodes.start();
    const urls: string[] = [];
    for (const socket of sockets) {
      urls.push(await listenOnSocket(listener, socket, requireSafe));
    }
    if (sockets.length === 0) {
      const bound = await listener.listen(address).catch(explainListenError(options.listen));
      urls.push(toListenUrl(bound));
    }
    for (const url of urls) {
      logger.info('listening', {
        url,
        version: packageVersion(),
        authentication: options.authentication?.mode ?? 'none',
        nodes: nodes.table.size,
      });
    }
    return { url: urls[0] as string, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    nodes.stop();
    await listener.close();
    await directory.dispose();
    throw error;
  }
};
