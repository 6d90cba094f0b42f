import type { HttpListener } from '../adapters/http-server/http-listener.js';
import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
import type { WebSocketAcceptor } from '../adapters/websocket/websocket-acceptor.js';
import type { Logger } from '../application/ports/logger.js';
import { describeOsError, OS_ERRORS } from '../protocol/os-errors.js';
import { isAuthenticating, requireSafeBindAddress } from './bind-policy.js';
import { requireSocketPath } from './checks/check-options.js';
import type { Composition, SandboxParts } from './container.js';
import { SandboxNotice } from './daemon/sandbox-notice.js';
import { dispose } from './dispose.js';
import { EmbeddedTransports } from './embedded-transports.js';
import type { ExecServerOptions } from './exec-server-options.js';
import { parseListenUrl, toListenUrl } from './options/listen-url.js';
import { packageVersion } from './package-version.js';
import { StartupError } from './startup-error.js';
import { PARTS, PORTS } from './tokens.js';
import { isOwnAdapter } from './untrusted-adapters/own-adapters.js';

/** A server that runs. It shares nothing with other servers of the process. */
export interface ExecServer extends AsyncDisposable {
  /**
   * Listens on one more address: `ws://IP:PORT`, where port 0 is any free one, or a Unix socket. Resolves, once
   * connections are accepted, with the URL that clients dial, which has the real port; that of a Unix socket is
   * `ws+unix://PATH:/`, as the package `ws` takes it.
   *
   * @throws {StartupError} when it cannot listen there, or others could connect without authentication.
   */
  listen(address: string | UnixSocketAddress): Promise<string>;
  /**
   * Serves a client over another transport than a listener, until the transport ends or the server is closed,
   * which terminates it.
   */
  serve(transport: MessageTransport): void;
  /** Ends all connections and all processes with their groups; resolves when that is done. */
  close(): Promise<void>;
}

/** A server that listens from its start. */
export interface ListeningExecServer extends ExecServer {
  /** The URL of the option `listen`, with the real port. */
  readonly url: string;
}

/** A Unix socket that the server makes and, at its end, removes. */
export interface UnixSocketAddress {
  /**
   * An absolute path that does not exist. Only the user of this process may connect to the socket (mode 0600); keep
   * it in a directory of mode 0700, which nobody else can enter in the moment before that is set.
   */
  readonly path: string;
}

/** One server of this process, from its making to its end. It shares no state with any other. */
export class RunningServer implements ExecServer {
  readonly #options: ExecServerOptions;
  readonly #container: Composition['container'];
  readonly #sandbox: SandboxParts;
  readonly #logger: Logger;
  readonly #listener: HttpListener;
  readonly #acceptor: WebSocketAcceptor;
  readonly #transports: EmbeddedTransports;
  #sandboxNews: SandboxNotice | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: ExecServerOptions, { container, sandbox }: Composition) {
    this.#options = options;
    this.#container = container;
    this.#sandbox = sandbox;
    this.#logger = container.get(PORTS.logger);
    this.#listener = container.get(PARTS.httpListener);
    this.#acceptor = container.get(PARTS.webSocketAcceptor);
    this.#transports = new EmbeddedTransports(container.get(PARTS.jsonRpcServer), this.#logger);
  }

  async listen(address: string | UnixSocketAddress): Promise<string> {
    if (this.#closed !== undefined) {
      throw new StartupError('the server has been closed');
    }
    return typeof address === 'string'
      ? await this.#listenOnTcp(address)
      : await this.#listenOnUnixSocket(address);
  }

  /**
   * Logs in a later tick whether sandboxing is available. Only with a logger: the check costs two processes.
   */
  tellOfSandboxes(): void {
    const { bubblewrap } = this.#sandbox;
    if (bubblewrap !== undefined && this.#options.logger !== undefined) {
      this.#sandboxNews = new SandboxNotice(bubblewrap, this.#logger);
      this.#sandboxNews.logSoon();
    }
  }

  serve(transport: MessageTransport): void {
    this.#transports.serve(transport);
  }

  close(): Promise<void> {
    this.#closed ??= this.#stop();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #listenOnTcp(url: string): Promise<string> {
    const address = parseListenUrl(url);
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
    const bound = await this.#listener.listen(address).catch(explainListenError(url));
    return this.#tellWhere({ url: toListenUrl(bound) }, toListenUrl(bound));
  }

  /** The permissions of the socket file decide who may connect, so no bind policy applies. */
  async #listenOnUnixSocket({ path }: UnixSocketAddress): Promise<string> {
    requireSocketPath(path);
    await this.#listener.listenOnPath(path).catch(explainListenError(path));
    return this.#tellWhere({ path }, `ws+unix://${path}:/`);
  }

  #tellWhere(where: Readonly<Record<string, string>>, url: string): string {
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

  /** In this order: accept nothing new, close connections and kill processes, end sessions, dispose of the rest. */
  async #stop(): Promise<void> {
    const container = this.#container;
    const logger = this.#logger;
    logger.info('stopping');
    this.#listener.stopAccepting();
    this.#sandboxNews?.stop();
    // Before the processes are killed: no client must take their ends for results.
    const goodbyes = this.#acceptor.close();
    this.#transports.close();
    this.#sandbox.fileHelpers?.dispose();
    await Promise.all([goodbyes, dispose(container.get(PORTS.processRunner), logger)]);
    this.#sandbox.bubblewrap?.dispose();
    container.get(PARTS.useCases).endAllSessions.execute();
    await dispose(container.get(PORTS.httpClient), logger);
    await this.#listener.close();
    logger.info('stopped');
  }
}

/** The text is upstream's, followed by the address. */
const explainListenError =
  (address: string) =>
  (error: NodeJS.ErrnoException): never => {
    const code = error.code ?? '';
    throw new StartupError(
      code in OS_ERRORS ? `${describeOsError(code)}: ${address}` : error.message,
    );
  };
