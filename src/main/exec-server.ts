import 'reflect-metadata';
import { Container } from 'inversify';
import { NoAuthentication } from '../adapters/authentication/no-authentication.js';
import type { MessageTransport } from '../adapters/json-rpc/message-transport.js';
import { RateLimitedLogger } from '../adapters/logging/rate-limited-logger.js';
import { SafeLogger } from '../adapters/logging/safe-logger.js';
import { withholdInherited } from '../adapters/processes/spawn/close-on-exec.js';
import { descriptorLimit } from '../adapters/system/descriptor-limit.js';
import { DEFAULT_LIMITS, type Limits } from '../application/limits/limits.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import { describeOsError, OS_ERRORS } from '../protocol/os-errors.js';
import { openAuthenticator } from './authentication.js';
import { requireSafeBindAddress } from './bind-policy.js';
import { checkOptions, definedLimits } from './checks/check-options.js';
import { capConnectionsToOpenFileLimit } from './connection-limits.js';
import { SandboxNews } from './daemon/sandbox-notice.js';
import { dispose } from './dispose.js';
import { EmbeddedTransports } from './embedded-transports.js';
import type { ExecServerOptions } from './exec-server-options.js';
import { adaptersModule } from './modules/adapters-module.js';
import { applicationModule } from './modules/application-module.js';
import { transportModule } from './modules/transport-module.js';
import { parseListenUrl, toListenUrl } from './options/listen-url.js';
import { packageVersion } from './package-version.js';
import { silentLogger } from './silent-logger.js';
import { StartupError } from './startup-error.js';
import { PARTS, PORTS } from './tokens.js';
import { guardPorts } from './untrusted-adapters/guard-ports.js';
import { ownAdapter } from './untrusted-adapters/own-adapters.js';

export type { ExecServerOptions };

/** A server that runs. */
export interface ExecServer extends AsyncDisposable {
  /** Where it listens, with the real port. */
  readonly url: string;
  /**
   * Serves a client that comes by another way than the listener, until its transport ends or the server is closed,
   * which terminates it.
   */
  serve(transport: MessageTransport): void;
  /** Ends all connections and all processes with their groups; resolves when that is done. */
  close(): Promise<void>;
}

/**
 * Starts a server in this process; resolves when it accepts connections.
 *
 * @example
 * ```ts
 * const server = await startExecServer({ listen: 'ws://127.0.0.1:0', limits: { sessionTtlMs: 600_000 } });
 * console.log(server.url);
 * await server.close();
 * ```
 *
 * @throws {StartupError} when an option is not as it should be, or it cannot listen as told.
 */
export const startExecServer = async (options: ExecServerOptions = {}): Promise<ExecServer> => {
  checkOptions(options);
  const { listen = 'ws://127.0.0.1:0', authentication, allowUnauthenticated = false } = options;
  const container = await wire(options, await toAuthenticator(authentication, options.logger));
  if (authentication !== undefined && /^stdio(:\/\/)?$/.test(listen)) {
    throw new StartupError('WebSocket auth requires a WebSocket listener, not stdio');
  }
  const address = parseListenUrl(listen);
  const logger = container.get(PORTS.logger);
  const isAuthenticated = !(container.get(PORTS.authenticator) instanceof NoAuthentication);
  requireSafeBindAddress(address, { isAuthenticated, allowUnauthenticated }, logger);
  await withholdInherited(logger);
  const listener = container.get(PARTS.httpListener);
  const embedded = new EmbeddedTransports(container.get(PARTS.jsonRpcServer), logger);
  const url = toListenUrl(await listener.listen(address).catch(explainListenError(listen)));
  logger.info('listening', {
    url,
    version: packageVersion(),
    authentication: modeOf(authentication, isAuthenticated),
  });
  warnConnectionsCapped(container.get(PARTS.limits), options.limits, logger);
  // A probe costs two processes: not where nobody reads what comes of it.
  const isToldOfSandboxes = options.logger !== undefined;
  const sandboxes = new SandboxNews(container.get(PARTS.bubblewrap), logger);
  if (isToldOfSandboxes) {
    sandboxes.tellSoon();
  }

  /** The order matters: nobody new, nobody waiting, nothing running, nothing unsaid. */
  const stop = async (): Promise<void> => {
    logger.info('stopping');
    listener.stopAccepting();
    sandboxes.stop();
    // Before the processes: no client must take their ends for results.
    const goodbyes = container.get(PARTS.webSocketAcceptor).close();
    embedded.close();
    container.get(PARTS.fileHelpers).dispose();
    await Promise.all([goodbyes, dispose(container.get(PORTS.processRunner), logger)]);
    container.get(PARTS.useCases).endAllSessions.execute();
    await dispose(container.get(PORTS.httpClient), logger);
    await listener.close();
    logger.info('stopped');
  };
  let stopped: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };
  return {
    url,
    serve: (transport) => embedded.serve(transport),
    close,
    [Symbol.asyncDispose]: close,
  };
};

const toAuthenticator = async (
  authentication: ExecServerOptions['authentication'],
  logger = silentLogger,
): Promise<Authenticator> =>
  authentication !== undefined && 'authenticate' in authentication
    ? authentication
    : ownAdapter(await openAuthenticator(authentication, new SafeLogger(logger)));

const wire = async (
  options: ExecServerOptions,
  authenticator: Authenticator,
): Promise<Container> => {
  const container = new Container({ defaultScope: 'Singleton' });
  const limits = capConnectionsToOpenFileLimit(
    { ...DEFAULT_LIMITS, ...definedLimits(options.limits) },
    descriptorLimit(),
  );
  container.bind(PARTS.limits).toConstantValue(limits);
  container.bind(PARTS.allowedHosts).toConstantValue(options.allowedHosts ?? []);
  container.bind(PARTS.overflowPolicy).toConstantValue(options.overflow ?? 'pause');
  container.bind(PARTS.bubblewrapPath).toConstantValue(options.bwrapPath ?? 'bwrap');
  container.bind(PORTS.authenticator).toConstantValue(authenticator);
  container
    .bind(PORTS.logger)
    .toResolvedValue(
      (limits, clock) =>
        new RateLimitedLogger(new SafeLogger(options.logger ?? silentLogger), limits, clock),
      [PARTS.limits, PORTS.clock],
    );
  container.load(applicationModule, adaptersModule, transportModule);
  // Those of an embedder may be asynchronous.
  await container.loadAsync(...(options.modules ?? []));
  if (isExtended(options)) {
    guardPorts(container);
  }
  return container;
};

/** Without adapters of an embedder a fault is one of the server's own, which must not go on as if nothing were. */
const isExtended = ({ modules = [], authentication }: ExecServerOptions): boolean =>
  modules.length > 0 || (authentication !== undefined && 'authenticate' in authentication);

const modeOf = (
  authentication: ExecServerOptions['authentication'],
  isAuthenticated: boolean,
): string => {
  if (authentication !== undefined && 'mode' in authentication) {
    return authentication.mode;
  }
  return isAuthenticated ? 'custom' : 'none';
};

const warnConnectionsCapped = (
  { maxConnections, maxPendingConnections }: Limits,
  wanted: Partial<Limits> = {},
  logger: Logger,
): void => {
  const { maxConnections: most } = { ...DEFAULT_LIMITS, ...definedLimits(wanted) };
  if (maxConnections >= most) {
    return;
  }
  logger.warn('connection limits lowered to fit the open-file limit (ulimit -n)', {
    maxConnections,
    maxPendingConnections,
    descriptors: descriptorLimit(),
  });
};

/** The system's text is that of the native program; it says the address behind it. */
const explainListenError =
  (url: string) =>
  (error: NodeJS.ErrnoException): never => {
    const code = error.code ?? '';
    throw new StartupError(code in OS_ERRORS ? `${describeOsError(code)}: ${url}` : error.message);
  };
