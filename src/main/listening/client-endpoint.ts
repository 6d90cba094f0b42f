import type { HttpListener, ListenAddress } from '../../adapters/http-server/http-listener.js';
import type { PassedSocket } from '../../adapters/systemd/service-environment.js';
import type { Logger } from '../../application/ports/logger.js';
import { requireSocketPath } from '../checks/check-options.js';
import type { Composition } from '../container.js';
import type { ExecServerOptions } from '../exec-server-options.js';
import { parseListenUrl, toListenUrl } from '../options/listen-url.js';
import { packageVersion } from '../package-root.js';
import { explainListenError } from '../startup-error.js';
import { PARTS, PORTS } from '../tokens.js';
import { isOwnAdapter } from '../untrusted-adapters/own-adapters.js';
import { isAuthenticating, requireSafeBindAddress } from './bind-policy.js';
import { listenOnSocket } from './passed-socket.js';

/** A Unix socket, which the server creates, and removes when it is closed. */
export interface UnixSocketAddress {
  /**
   * An absolute path that does not exist. Only the user of this process may connect to the socket (mode 0600). Use a
   * directory of mode 0700: until the mode is set, the directory must keep other users out.
   */
  readonly path: string;
}

/** Where clients connect: the addresses of a server, which all serve the same sessions. */
export class ClientEndpoint {
  readonly #options: ExecServerOptions;
  readonly #container: Composition['container'];
  readonly #listener: HttpListener;
  readonly #logger: Logger;

  constructor(options: ExecServerOptions, { container }: Composition) {
    this.#options = options;
    this.#container = container;
    this.#listener = container.get(PARTS.httpListener);
    this.#logger = container.get(PORTS.logger);
  }

  /** Resolves with the URL. @throws {StartupError} when it cannot listen there, or must not. */
  async listen(where: string | UnixSocketAddress | PassedSocket): Promise<string> {
    if (typeof where === 'string') {
      return await this.#listenOnTcp(where);
    }
    return 'fd' in where ? await this.#listenOnSocket(where) : await this.#listenOnPath(where);
  }

  stopAccepting(): void {
    this.#listener.stopAccepting();
  }

  close(): Promise<void> {
    return this.#listener.close();
  }

  async #listenOnTcp(url: string): Promise<string> {
    const address = parseListenUrl(url);
    this.#requireSafe(address);
    const bound = await this.#listener.listen(address).catch(explainListenError(url));
    return this.#logListening({ url: toListenUrl(bound) }, toListenUrl(bound));
  }

  async #listenOnSocket(socket: PassedSocket): Promise<string> {
    const check = (bound: ListenAddress): void => this.#requireSafe(bound);
    const url = await listenOnSocket(this.#listener, socket, check);
    const { name = 'unnamed' } = socket;
    return this.#logListening({ url, socket: name }, url);
  }

  /** The mode of the socket file decides who may connect, so no bind policy applies. */
  async #listenOnPath({ path }: UnixSocketAddress): Promise<string> {
    requireSocketPath(path);
    await this.#listener.listenOnPath(path).catch(explainListenError(path));
    return this.#logListening({ path }, `ws+unix://${path}:/`);
  }

  #requireSafe(address: ListenAddress): void {
    const authenticator = this.#container.get(PORTS.authenticator);
    const isAbsent = isOwnAdapter(authenticator) && !isAuthenticating(authenticator);
    requireSafeBindAddress(
      address,
      {
        authenticator: isAbsent ? undefined : authenticator,
        allowUnauthenticated: this.#options.allowUnauthenticated === true,
      },
      this.#logger,
    );
  }

  #logListening(where: Readonly<Record<string, string>>, url: string): string {
    this.#logger.info('listening', {
      ...where,
      version: packageVersion(),
      authentication: this.#authenticationMode(),
    });
    return url;
  }

  #authenticationMode(): string {
    const { authentication } = this.#options;
    if (authentication !== undefined && 'mode' in authentication) {
      return authentication.mode;
    }
    return isAuthenticating(this.#container.get(PORTS.authenticator)) ? 'custom' : 'none';
  }
}
