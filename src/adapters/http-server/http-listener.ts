import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ListenOptions } from 'node:net';
import type { ConnectionLimits } from '../../application/limits/connection-limits.js';
import { type AccessControl, HttpRequestHandler } from './http-request-handler.js';
import type { RefusalPorts } from './refusal-log.js';

/** The address to listen on: a literal IP address; port 0 means any free port. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** Node's events for requests that cannot be upgraded to a WebSocket, and the statuses of the replies. */
const WITHOUT_UPGRADE = [
  ['request', 426],
  ['checkContinue', 426],
  ['checkExpectation', 417],
] as const;

/** How often Node checks for timed-out requests. */
const MAX_CHECK_INTERVAL_MS = 1000;

/** A Unix socket is for the user of this process alone. */
const SOCKET_MODE = 0o600;

/** The listening sockets of a server, which all serve the same requests. */
export class HttpListener {
  readonly #limits: ConnectionLimits;
  readonly #requests: HttpRequestHandler;
  /** The sockets that are listening. */
  readonly #servers: Server[] = [];
  #isStopped = false;
  /** Each settles when one listening socket and all its connections are closed. */
  readonly #closing: Promise<void>[] = [];

  constructor(accessControl: AccessControl, limits: ConnectionLimits, ports: RefusalPorts) {
    this.#limits = limits;
    this.#requests = new HttpRequestHandler(accessControl, limits, ports);
  }

  /** Resolves with the bound address once connections are accepted; may be called for several. @throws the system's error. */
  async listen({ host, port }: ListenAddress): Promise<ListenAddress> {
    return addressOf(await this.#listen({ host, port }));
  }

  /**
   * Listens on the TCP socket that this process has as `fd`. Resolves with its address.
   *
   * @param check gets the address before any connection is accepted; what it throws closes the socket.
   * @throws the system's error, or another one when it is no TCP socket.
   */
  async listenOnDescriptor(
    fd: number,
    check: (bound: ListenAddress) => void,
  ): Promise<ListenAddress> {
    return addressOf(await this.#listen({ fd }, (server) => check(addressOf(server))));
  }

  /**
   * Creates a Unix socket at `path`, to which only the user of this process may connect, and listens on it. Resolves
   * when connections are accepted. @throws the system's error.
   */
  async listenOnPath(path: string): Promise<void> {
    await this.#listen({ path }, () => chmodSync(path, SOCKET_MODE));
  }

  /** Makes the readiness route answer 503; WebSockets and requests in flight continue. */
  stopAccepting(): void {
    this.#requests.isListening = false;
    this.#isStopped = true;
    for (const server of this.#servers) {
      if (server.listening) {
        this.#closing.push(new Promise((resolve) => server.close(() => resolve())));
      }
    }
  }

  /** Closes all connections that have not become WebSockets, and resolves when the addresses are free. */
  async close(): Promise<void> {
    this.stopAccepting();
    this.#requests.stopJudging();
    for (const server of this.#servers) {
      server.closeAllConnections();
    }
    await Promise.all(this.#closing);
  }

  /** `bound` is called in the tick in which it listens, before any connection is accepted. */
  async #listen(
    where: ListenOptions | { readonly fd: number },
    bound: (server: Server) => void = () => undefined,
  ): Promise<Server> {
    const server = this.#createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(where, resolve);
      if (server.listening) {
        bound(server);
      }
    }).catch((error: unknown) => {
      server.close();
      throw error;
    });
    if (this.#isStopped) {
      server.close();
      throw new Error('the server has been closed');
    }
    this.#servers.push(server);
    this.#requests.isListening = true;
    return server;
  }

  #createServer(): Server {
    const limits = this.#limits;
    const server = createServer({
      noDelay: true,
      maxHeaderSize: limits.maxRequestHeaderBytes,
      requireHostHeader: false,
      // Covers a connection that sends nothing, and a request with its body.
      headersTimeout: limits.requestTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(MAX_CHECK_INTERVAL_MS, limits.requestTimeoutMs),
      keepAliveTimeout: limits.keepAliveTimeoutMs,
    });
    // No limit: Node drops the headers beyond one, possibly an `Origin`.
    server.maxHeadersCount = 0;
    const requests = this.#requests;
    server.on('connection', (socket) => requests.connected(socket));
    for (const [event, status] of WITHOUT_UPGRADE) {
      server.on(event, (request: IncomingMessage, response: ServerResponse) =>
        requests.answer(request, response, status),
      );
    }
    server.on('upgrade', (request, socket, head) => {
      void requests.upgrade(request, socket, head);
    });
    server.on('connect', (request, socket) => {
      void requests.upgrade(request, socket, Buffer.alloc(0));
    });
    server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
      requests.refuseUnreadable(error, socket),
    );
    return server;
  }
}

/** @throws {Error} for a Unix socket, which has none. */
const addressOf = (server: Server): ListenAddress => {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') {
    throw new Error('it is no TCP socket');
  }
  return { host: bound.address, port: bound.port };
};
