import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
import type { PassedSocket } from '../adapters/systemd/service-environment.js';
import type { WebSocketAcceptor } from '../adapters/websocket/websocket-acceptor.js';
import type { Logger } from '../application/ports/logger.js';
import { startAnnouncing } from './announcement.js';
import { requireTime } from './checks/check-options.js';
import type { Composition, SandboxParts } from './container.js';
import { SandboxNotice } from './daemon/sandbox-notice.js';
import { dispose } from './dispose.js';
import { EmbeddedTransports } from './embedded-transports.js';
import type { ExecServerOptions } from './exec-server-options.js';
import { ClientEndpoint, type UnixSocketAddress } from './listening/client-endpoint.js';
import { MetricsEndpoint, metricsAddressOf } from './listening/metrics-endpoint.js';
import { portsOf } from './modules/application-module.js';
import { StartupError } from './startup-error.js';
import { PARTS, PORTS } from './tokens.js';
import { isOwnAdapter } from './untrusted-adapters/own-adapters.js';
import { warmUp } from './warm-up.js';

/** A running server. It shares no state with other servers of the process. */
export interface ExecServer extends AsyncDisposable {
  /**
   * Listens on one more address: `ws://IP:PORT`, where port 0 picks a free port, a Unix socket, or a TCP socket that this
   * process was started with. Resolves, when connections are accepted, with the URL to connect to: with the actual port or,
   * for a Unix socket, `ws+unix://PATH:/` in the syntax of the package `ws`.
   *
   * @throws {StartupError} when it cannot listen there, or when others could connect without authentication.
   */
  listen(address: string | UnixSocketAddress | PassedSocket): Promise<string>;
  /** Where the metrics are, with the actual port, if there is the option `metricsListen`. */
  readonly metricsUrl: string | undefined;
  /** Serves a client over a transport of the embedder, until it ends or the server is closed, which terminates it. */
  serve(transport: MessageTransport): void;
  /**
   * Loads and creates now what the first start of a process would have to wait for, and runs `echo` twice, unless a client has
   * come already or the process runner is the embedder's. Optional; resolves when that is done, never rejects.
   */
  prepare(): Promise<void>;
  /**
   * Takes no new sessions from now on: `initialize` without `resumeSessionId` is refused, and `/readyz` answers 503. Sessions
   * that there are go on, and may be resumed. Resolves when they have all ended, `timeoutMs` (default: no limit) is over, or
   * the server is closed, with the number that is left. It closes nothing: call `close` then.
   *
   * @throws {StartupError} unless `timeoutMs` is a number from 0, or `Infinity`.
   */
  drain(options?: DrainOptions): Promise<number>;
  /**
   * Calls `listener` once there has been no session, attached or detached, for `idleMs`, counted from this call at the
   * earliest. Replaces an earlier listener; after `close` none is called.
   *
   * @throws {StartupError} unless `idleMs` is a number from 0, or `Infinity`.
   */
  onIdle(idleMs: number, listener: () => void): void;
  /** Ends all connections and kills all processes with their groups; resolves when that is done. */
  close(): Promise<void>;
}

/** A server that was started with an address to listen on. */
export interface ListeningExecServer extends ExecServer {
  /** The URL of the option `listen`, with the actual port, or that of the first of `sockets`. */
  readonly url: string;
}

/** How a server drains. */
export interface DrainOptions {
  /** The longest time to wait for sessions, in milliseconds, from 0. */
  readonly timeoutMs?: number;
}

/** One server of this process, from its creation to its end. */
export class RunningServer implements ExecServer {
  readonly #options: ExecServerOptions;
  readonly #container: Composition['container'];
  readonly #sandbox: SandboxParts;
  readonly #logger: Logger;
  readonly #clients: ClientEndpoint;
  readonly #acceptor: WebSocketAcceptor;
  readonly #transports: EmbeddedTransports;
  #metrics: MetricsEndpoint | undefined;
  #metricsUrl: string | undefined;
  #sandboxNotice: SandboxNotice | undefined;
  #withdraw: () => Promise<void> = async () => undefined;
  #closed: Promise<void> | undefined;

  constructor(options: ExecServerOptions, composition: Composition) {
    const { container, sandbox } = composition;
    this.#options = options;
    this.#container = container;
    this.#sandbox = sandbox;
    this.#logger = container.get(PORTS.logger);
    this.#clients = new ClientEndpoint(options, composition);
    this.#acceptor = container.get(PARTS.webSocketAcceptor);
    this.#transports = new EmbeddedTransports(container.get(PARTS.jsonRpcServer), this.#logger);
  }

  async listen(address: string | UnixSocketAddress | PassedSocket): Promise<string> {
    if (this.#closed !== undefined) {
      throw new StartupError('the server has been closed');
    }
    return await this.#clients.listen(address);
  }

  get metricsUrl(): string | undefined {
    return this.#metricsUrl;
  }

  /** Listens on the address of the option `metricsListen`, if there is one. @throws {StartupError} when it cannot. */
  async listenForMetrics(): Promise<void> {
    const address = metricsAddressOf(this.#options, this.#container.get(PORTS.authenticator));
    if (address !== undefined) {
      this.#metrics = new MetricsEndpoint(this.#container.get(PARTS.metricsListener), this.#logger);
      this.#metricsUrl = await this.#metrics.listen(address);
    }
  }

  /** Logs in a later tick whether sandboxing is available. Only with a logger, since the check starts two processes. */
  logSandboxAvailability(): void {
    const { bubblewrap } = this.#sandbox;
    if (bubblewrap !== undefined && this.#options.logger !== undefined) {
      this.#sandboxNotice = new SandboxNotice(bubblewrap, this.#logger);
      this.#sandboxNotice.logSoon();
    }
  }

  /** Tells gateways that this node is there, if the options say where. */
  async announce(url: string): Promise<void> {
    const { fleet } = this.#options;
    if (fleet !== undefined) {
      const [container, logger] = [this.#container, this.#logger];
      const { describeNode } = container.get(PARTS.useCases);
      const announced = { describeNode, clock: container.get(PORTS.clock), logger };
      this.#withdraw = await startAnnouncing(fleet, url, announced);
    }
  }

  async prepare(): Promise<void> {
    if (this.#closed !== undefined) {
      return;
    }
    const container = this.#container;
    const runner = container.get(PORTS.processRunner);
    await runner.prepare?.();
    const { attachedSessions, detachedSessions } = container
      .get(PARTS.useCases)
      .measureLoad.execute();
    // The first client is not made to wait for it, and an embedder's runner starts only what a client has requested.
    if (attachedSessions + detachedSessions === 0 && isOwnAdapter(runner)) {
      const ports = portsOf((port) => container.get(port));
      await warmUp(ports, container.get(PARTS.limits));
    }
  }

  serve(transport: MessageTransport): void {
    this.#transports.serve(transport);
  }

  drain({ timeoutMs = Number.POSITIVE_INFINITY }: DrainOptions = {}): Promise<number> {
    requireTime(timeoutMs, 'timeoutMs');
    return this.#container.get(PARTS.useCases).drainSessions.execute(timeoutMs);
  }

  onIdle(idleMs: number, listener: () => void): void {
    requireTime(idleMs, 'idleMs');
    if (this.#closed === undefined) {
      this.#container.get(PARTS.useCases).awaitIdle.execute(idleMs, listener);
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#stop();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** In this order: stop accepting, close connections and kill processes, end sessions, dispose of the rest. */
  async #stop(): Promise<void> {
    const container = this.#container;
    const logger = this.#logger;
    container.get(PARTS.useCases).drainSessions.stop();
    container.get(PARTS.useCases).awaitIdle.cancel();
    logger.info('stopping');
    this.#clients.stopAccepting();
    this.#metrics?.stopAccepting();
    this.#sandboxNotice?.stop();
    const withdrawn = this.#withdraw();
    // Before the processes are killed, so that no client receives their ends as results.
    const closingConnections = this.#acceptor.close();
    this.#transports.close();
    await Promise.all([
      closingConnections,
      withdrawn,
      this.#sandbox.fileWorkers?.dispose(),
      dispose(container.get(PORTS.processRunner), logger),
    ]);
    this.#sandbox.bubblewrap?.dispose();
    this.#sandbox.watchdog?.dispose();
    container.get(PARTS.useCases).endAllSessions.execute();
    await dispose(container.get(PORTS.networkProxies), logger);
    await dispose(container.get(PORTS.httpClient), logger);
    await Promise.all([this.#clients.close(), this.#metrics?.close()]);
    await dispose(container.get(PORTS.tracing), logger);
    logger.info('stopped');
  }
}
