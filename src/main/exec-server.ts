import 'reflect-metadata';
import { SafeLogger } from '../adapters/logging/safe-logger.js';
import { markInheritedCloseOnExec } from '../adapters/processes/spawn/close-on-exec.js';
import { descriptorLimit } from '../adapters/system/descriptor-limit.js';
import type { PassedSocket } from '../adapters/systemd/service-environment.js';
import { DEFAULT_LIMITS, type Limits } from '../application/limits/limits.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import type { Logger } from '../application/ports/logger.js';
import { requireReachable } from './announcement.js';
import { openAuthenticator } from './authentication.js';
import { checkOptions, definedLimits } from './checks/check-options.js';
import { type Composition, compose } from './container.js';
import type { ExecServerOptions } from './exec-server-options.js';
import type { UnixSocketAddress } from './listening/client-endpoint.js';
import {
  type DrainOptions,
  type ExecServer,
  type ListeningExecServer,
  RunningServer,
} from './running-server.js';
import { silentLogger } from './silent-logger.js';
import { StartupError } from './startup-error.js';
import { PARTS, PORTS } from './tokens.js';
import { ownAdapter } from './untrusted-adapters/own-adapters.js';

export type {
  DrainOptions,
  ExecServer,
  ExecServerOptions,
  ListeningExecServer,
  PassedSocket,
  UnixSocketAddress,
};

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
 * @throws {StartupError} for an invalid option, or when it cannot listen at the address.
 */
export const startExecServer = async (
  options: ExecServerOptions = {},
): Promise<ListeningExecServer> => {
  const { server, logStart } = await prepare(options);
  const { listen = 'ws://127.0.0.1:0', sockets = [], authentication } = options;
  if (authentication !== undefined && /^stdio(:\/\/)?$/.test(listen)) {
    throw new StartupError('WebSocket auth requires a WebSocket listener, not stdio');
  }
  const [first = listen, ...others] = sockets;
  const url = await server.listen(first);
  await orClose(server, async () => {
    requireReachable(options.fleet, url);
    for (const socket of others) {
      await server.listen(socket);
    }
    await server.listenForMetrics();
    // Last, so that no gateway sends clients to a server that does not start.
    await server.announce(url);
  });
  logStart();
  return Object.assign(server, { url });
};

/**
 * Creates a server without a listener: it serves the transports passed to `serve`, and listens at the addresses
 * passed to `listen`.
 *
 * @example
 * ```ts
 * const server = await createExecServer();
 * server.serve(transport);
 * ```
 *
 * @throws {StartupError} for an invalid option.
 */
export const createExecServer = async (
  options: Omit<ExecServerOptions, 'listen' | 'sockets'> = {},
): Promise<ExecServer> => {
  const { server, logStart } = await prepare(options);
  const placed = ['listen', 'sockets'].find((name) => name in options);
  if (placed !== undefined) {
    throw new StartupError(
      `createExecServer has no option \`${placed}\`: call \`listen\` of the server`,
    );
  }
  if (options.fleet?.announce !== undefined) {
    throw new StartupError(
      'createExecServer has no address to announce: use startExecServer, or leave `fleet.announce` out',
    );
  }
  await orClose(server, () => server.listenForMetrics());
  logStart();
  return server;
};

/** Closes the server when `start` fails. */
const orClose = async (server: RunningServer, start: () => Promise<void>): Promise<void> => {
  try {
    await start();
  } catch (error) {
    await server.close();
    throw error;
  }
};

/** Creates a server that does not listen yet. Call `logStart` when it has started. */
const prepare = async (
  options: ExecServerOptions,
): Promise<{ server: RunningServer; logStart: () => void }> => {
  checkOptions(options);
  const authenticator = await toAuthenticator(options.authentication, options.logger);
  const composition: Composition = await compose(options, authenticator);
  const logger = composition.container.get(PORTS.logger);
  await markInheritedCloseOnExec(logger);
  const server = new RunningServer(options, composition);
  const logStart = (): void => {
    warnConnectionsCapped(composition.container.get(PARTS.limits), options.limits, logger);
    server.logSandboxAvailability();
  };
  return { server, logStart };
};

const toAuthenticator = async (
  authentication: ExecServerOptions['authentication'],
  logger = silentLogger,
): Promise<Authenticator> =>
  authentication !== undefined && 'authenticate' in authentication
    ? authentication
    : ownAdapter(await openAuthenticator(authentication, new SafeLogger(logger)));

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
