import type { HttpListener, ListenAddress } from '../../adapters/http-server/http-listener.js';
import type { Logger } from '../../application/ports/logger.js';
import type { Composition } from '../container.js';
import type { ExecServerOptions } from '../exec-server-options.js';
import { readIpAndPort, toIpAndPort } from '../options/listen-url.js';
import { explainListenError, StartupError } from '../startup-error.js';
import { PARTS, PORTS } from '../tokens.js';
import { isAuthenticating, isLoopback } from './bind-policy.js';

/** The listener for Prometheus and probes, beside those for clients. */
export class MetricsEndpoint {
  readonly #listener: HttpListener;
  readonly #logger: Logger;

  constructor({ container }: Composition) {
    this.#listener = container.get(PARTS.metricsListener);
    this.#logger = container.get(PORTS.logger);
  }

  /** Resolves with the URL of the metrics. @throws {StartupError} when it cannot listen there. */
  async listen(address: ListenAddress): Promise<string> {
    const bound = await this.#listener
      .listen(address)
      .catch(explainListenError(toIpAndPort(address)));
    const url = `http://${toIpAndPort(bound)}/metrics`;
    this.#logger.info('listening for metrics', { url });
    return url;
  }

  stopAccepting(): void {
    this.#listener.stopAccepting();
  }

  close(): Promise<void> {
    return this.#listener.close();
  }
}

/**
 * The address of the option `metricsListen`; undefined: there is none.
 *
 * @throws {StartupError} when others could read the metrics there without authentication, and this is not allowed.
 */
export const metricsAddressOf = (
  { metricsListen, allowUnauthenticated = false }: ExecServerOptions,
  { container }: Composition,
): ListenAddress | undefined => {
  const address = metricsListen === undefined ? undefined : readIpAndPort(metricsListen);
  if (address === undefined) {
    return undefined;
  }
  const isSafe = isLoopback(address) || isAuthenticating(container.get(PORTS.authenticator));
  if (isSafe || allowUnauthenticated) {
    return address;
  }
  throw new StartupError(
    `refusing to serve metrics on ${metricsListen}: there is no authentication, so anyone who reaches that address could read ` +
      'them; set --ws-auth, or use 127.0.0.1:PORT or [::1]:PORT, or set --allow-unauthenticated where no one else can reach it',
  );
};
