import { Container, type ServiceIdentifier } from 'inversify';
import { GatewayAcceptor } from '../../adapters/gateway/gateway-acceptor.js';
import {
  type NodeLink,
  WebSocketNodeDialer,
} from '../../adapters/gateway/websocket-node-dialer.js';
import { HttpListener } from '../../adapters/http-server/http-listener.js';
import { NoAuditLog } from '../../adapters/logging/no-audit-log.js';
import { RateLimitedLogger } from '../../adapters/logging/rate-limited-logger.js';
import { SafeLogger } from '../../adapters/logging/safe-logger.js';
import { NoMetrics } from '../../adapters/metrics/no-metrics.js';
import { descriptorLimit } from '../../adapters/system/descriptor-limit.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { DEFAULT_LIMITS } from '../../application/limits/limits.js';
import { DEFAULT_ROUTING_LIMITS } from '../../application/limits/routing-limits.js';
import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Clock } from '../../application/ports/clock.js';
import type { Logger } from '../../application/ports/logger.js';
import type { NodeDirectory } from '../../application/ports/routing/node-directory.js';
import { KnownNodes } from '../../application/routing/known-nodes.js';
import { AdmitConnection } from '../../application/use-cases/admission/admit-connection.js';
import { RouteConnection } from '../../application/use-cases/routing/route-connection.js';
import { RateLimiter } from '../../domain/admission/rate-limiter.js';
import { capConnectionsToOpenFileLimit } from '../connection-limits.js';
import type { GatewayOptions } from './gateway-options.js';

const token = <T>(name: string): ServiceIdentifier<T> => Symbol(name);

/** A client and its node are two connections. */
const DESCRIPTORS_PER_CONNECTION = 2;

/** The parts of a gateway. */
export const GATEWAY = {
  clock: token<Clock>('Clock'),
  logger: token<Logger>('Logger'),
  dialer: token<WebSocketNodeDialer>('NodeDialer'),
  nodes: token<KnownNodes>('KnownNodes'),
  routes: token<RouteConnection<NodeLink>>('RouteConnection'),
  admission: token<AdmitConnection>('AdmitConnection'),
  acceptor: token<GatewayAcceptor>('GatewayAcceptor'),
  listener: token<HttpListener>('HttpListener'),
} as const;

/** Binds the parts of one gateway, each created at its first use. */
export const composeGateway = (
  options: GatewayOptions,
  authenticator: Authenticator,
  directory: NodeDirectory,
): Container => {
  const container = new Container({ defaultScope: 'Singleton' });
  const { bind } = { bind: container.bind.bind(container) };
  const limits = capConnectionsToOpenFileLimit(
    { ...DEFAULT_LIMITS, ...DEFAULT_ROUTING_LIMITS, ...options.limits },
    Math.floor(descriptorLimit() / DESCRIPTORS_PER_CONNECTION),
  );
  bind(GATEWAY.clock).toResolvedValue(() => new SystemClock());
  bind(GATEWAY.logger).toResolvedValue(
    (clock) => new RateLimitedLogger(new SafeLogger(options.logger), limits, clock),
    [GATEWAY.clock],
  );
  bind(GATEWAY.dialer).toResolvedValue(() => new WebSocketNodeDialer(limits.nodeTimeoutMs));
  bind(GATEWAY.nodes).toResolvedValue(
    (clock, logger) => new KnownNodes(directory, clock, limits, logger),
    [GATEWAY.clock, GATEWAY.logger],
  );
  bind(GATEWAY.routes).toResolvedValue(
    (nodes, dialer, clock) => new RouteConnection(nodes, dialer, clock),
    [GATEWAY.nodes, GATEWAY.dialer, GATEWAY.clock],
  );
  bind(GATEWAY.admission).toResolvedValue(
    (clock, logger) => {
      const rateLimiter = new RateLimiter({
        maxAttempts: limits.maxAuthFailures,
        windowMs: limits.rateLimitWindowMs,
        maxAddresses: limits.maxRateLimitedAddresses,
      });
      return new AdmitConnection(authenticator, rateLimiter, clock, limits, logger);
    },
    [GATEWAY.clock, GATEWAY.logger],
  );
  bind(GATEWAY.acceptor).toResolvedValue(
    (routes, logger) => new GatewayAcceptor(routes, limits, logger),
    [GATEWAY.routes, GATEWAY.logger],
  );
  bind(GATEWAY.listener).toResolvedValue(
    (admission, acceptor, logger) =>
      new HttpListener(
        {
          admission,
          readiness: () => ({ state: 'ready' }),
          allowedHosts: options.allowedHosts ?? [],
          accept: (...upgrade) => acceptor.accept(...upgrade),
          trustedProxies: options.trustedProxies,
        },
        limits,
        { logger, metrics: new NoMetrics(), auditLog: new NoAuditLog() },
      ),
    [GATEWAY.admission, GATEWAY.acceptor, GATEWAY.logger],
  );
  return container;
};
