import type { ListenAddress } from '../../adapters/http-server/http-listener.js';
import { SafeLogger } from '../../adapters/logging/safe-logger.js';
import { openAuthenticator } from '../authentication.js';
import { requireSafeBindAddress } from '../listening/bind-policy.js';
import { MetricsEndpoint, metricsAddressOf } from '../listening/metrics-endpoint.js';
import { listenOnSocket } from '../listening/passed-socket.js';
import { parseListenUrl, toListenUrl } from '../options/listen-url.js';
import { packageVersion } from '../package-root.js';
import type { DrainOptions } from '../running-server.js';
import { explainListenError } from '../startup-error.js';
import { openMetrics } from './gateway-metrics.js';
import type { GatewayOptions } from './gateway-options.js';
import { createGateway, type GatewayParts } from './gateway-parts.js';
import { openDirectory } from './open-directory.js';

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
  const metricsAddress = metricsAddressOf(options, policy.authenticator);
  const directory = await openDirectory(options.nodes, safeLogger);
  const parts = createGateway(options, authenticator, directory, await openMetrics(options));
  const gateway = new Gateway(parts, options);
  try {
    await parts.nodes.start();
    for (const socket of sockets) {
      gateway.listening(await listenOnSocket(parts.listener, socket, requireSafe));
    }
    if (sockets.length === 0) {
      const listening = parts.listener.listen(address);
      gateway.listening(toListenUrl(await listening.catch(explainListenError(options.listen))));
    }
    await gateway.listenForMetrics(metricsAddress);
  } catch (error) {
    await gateway.close();
    throw error;
  }
  return gateway;
};

/** A running gateway. */
export class Gateway implements AsyncDisposable {
  readonly #parts: GatewayParts;
  readonly #options: GatewayOptions;
  readonly #metrics: MetricsEndpoint;
  readonly #urls: string[] = [];
  #metricsUrl: string | undefined;
  #closed: Promise<void> | undefined;

  constructor(parts: GatewayParts, options: GatewayOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#metrics = new MetricsEndpoint(parts.metricsListener, parts.logger);
    parts.acceptor.onEnded(() => parts.drain.settle());
  }

  /** With the actual port, of the address that it listened on first. */
  get url(): string {
    return this.#urls[0] ?? '';
  }

  /** Where the metrics are, with the actual port, if there is the option `metricsListen`. */
  get metricsUrl(): string | undefined {
    return this.#metricsUrl;
  }

  /** It listens at one more address. */
  listening(url: string): void {
    const { logger, nodes } = this.#parts;
    this.#urls.push(url);
    logger.info('listening', {
      url,
      version: packageVersion(),
      authentication: this.#options.authentication?.mode ?? 'none',
      nodes: nodes.table.size,
    });
  }

  /** @throws {StartupError} when it cannot listen there. */
  async listenForMetrics(address: ListenAddress | undefined): Promise<void> {
    if (address !== undefined) {
      this.#metricsUrl = await this.#metrics.listen(address);
    }
  }

  /**
   * `/readyz` answers 503 from now on. Clients are accepted all the same, since a load balancer needs time to see that. Resolves
   * when no client is connected, `timeoutMs` (default: no limit) is over, or the gateway is closed, with the number of
   * connections that are left. It closes nothing: call `close` then.
   */
  drain({ timeoutMs = Number.POSITIVE_INFINITY }: DrainOptions = {}): Promise<number> {
    return this.#parts.drain.execute(timeoutMs);
  }

  /** Ends all connections, once; clients resume their sessions through another gateway. */
  close(): Promise<void> {
    this.#closed ??= this.#stop();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #stop(): Promise<void> {
    const { logger, directory, nodes, dialer, acceptor, drain, listener } = this.#parts;
    drain.stop();
    logger.info('stopping');
    listener.stopAccepting();
    this.#metrics.stopAccepting();
    nodes.stop();
    dialer.close();
    acceptor.close();
    await Promise.all([listener.close(), this.#metrics.close()]);
    await directory.dispose();
    logger.info('stopped');
  }
}
