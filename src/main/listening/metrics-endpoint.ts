import type { HttpListener, ListenAddress } from '../../adapters/http-server/http-listener.js';
import type { AccessControl } from '../../adapters/http-server/http-request-handler.js';
import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Logger } from '../../application/ports/logger.js';
import type { ExecServerOptions } from '../exec-server-options.js';
import { readIpAndPort, toIpAndPort } from '../options/listen-url.js';
import { explainListenError, StartupError } from '../startup-error.js';
import { isAuthenticating, isLoopback } from './bind-policy.js';

type MetricsOptions = Pick<ExecServerOptions, 'metricsListen' | 'allowUnauthenticated'>;

/** The listener for Prometheus and probes, beside those for clients. */
export class MetricsEndpoint {
  readonly #listener: HttpListener;
  readonly #logger: Logger;

  constructor(listener: HttpListener, logger: Logger) {
    this.#listener = listener;
    this.#logger = logger;
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

/** Whether the metrics of `metricsListen` need no token: on loopback, which only programs of this machine reach. */
export const areMetricsOpen = (metricsListen: string | undefined): boolean => {
  const address = metricsListen === undefined ? undefined : readIpAndPort(metricsListen);
  return address !== undefined && isLoopback(address);
};

/** Whom the listener of the metrics admits. @param ofClients admits those that may connect */
export const metricsAdmission = (
  areOpen: boolean,
  ofClients: AccessControl['admission'],
): AccessControl['admission'] => (areOpen ? { execute: grant } : ofClients);

const grant = async (): Promise<{ outcome: 'granted' }> => ({ outcome: 'granted' });

/**
 * The address of the option `metricsListen`; undefined: there is none.
 *
 * @throws {StartupError} when others could read the metrics there without authentication, and this is not allowed.
 */
export const metricsAddressOf = (
  { metricsListen, allowUnauthenticated = false }: MetricsOptions,
  authenticator: Partial<Authenticator> | undefined,
): ListenAddress | undefined => {
  const address = metricsListen === undefined ? undefined : readIpAndPort(metricsListen);
  if (address === undefined || isLoopback(address)) {
    return address;
  }
  if (isAuthenticating(authenticator) || allowUnauthenticated) {
    return address;
  }
  throw new StartupError(
    `refusing to serve metrics on ${metricsListen}: there is no authentication, so anyone who reaches that address could read ` +
      'them; set --ws-auth, or use 127.0.0.1:PORT or [::1]:PORT, or set --allow-unauthenticated where no one else can reach it',
  );
};
