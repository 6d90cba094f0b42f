import { GatewayAcceptor } from '../../adapters/gateway/gateway-acceptor.js';
import { WebSocketNodeDialer } from '../../adapters/gateway/websocket-node-dialer.js';
import { HttpListener } from '../../adapters/http-server/http-listener.js';
import type { AccessControl } from '../../adapters/http-server/http-request-handler.js';
import { NoAuditLog } from '../../adapters/logging/no-audit-log.js';
import { RateLimitedLogger } from '../../adapters/logging/rate-limited-logger.js';
import { SafeLogger } from '../../adapters/logging/safe-logger.js';
import { descriptorLimit } from '../../adapters/system/descriptor-limit.js';
import { SystemClock } from '../../adapters/system/system-clock.js';
import { DrainWait } from '../../application/drain-wait.js';
import { DEFAULT_LIMITS } from '../../application/limits/limits.js';
import { DEFAULT_ROUTING_LIMITS } from '../../application/limits/routing-limits.js';
import type { Authenticator } from '../../application/ports/authenticator.js';
import type { Logger } from '../../application/ports/logger.js';
import type { NodeDirectory } from '../../application/ports/routing/node-directory.js';
import { KnownNodes } from '../../application/routing/known-nodes.js';
import {
  AdmitConnection,
  rateLimiterOf,
} from '../../application/use-cases/admission/admit-connection.js';
import { CheckGateway } from '../../application/use-cases/routing/check-gateway.js';
import { RouteConnection } from '../../application/use-cases/routing/route-connection.js';
import { Drain } from '../../domain/admission/drain.js';
import { capConnectionsToOpenFileLimit } from '../connection-limits.js';
import { areMetricsOpen, metricsAdmission } from '../listening/metrics-endpoint.js';
import type { KeptMetrics } from './gateway-metrics.js';
import type { GatewayOptions } from './gateway-options.js';

/** A client and its node are two connections. */
const DESCRIPTORS_PER_CONNECTION = 2;

/** The parts of one gateway that are started and stopped. */
export interface GatewayParts {
  readonly logger: Logger;
  readonly directory: NodeDirectory;
  readonly nodes: KnownNodes;
  readonly dialer: WebSocketNodeDialer;
  readonly acceptor: GatewayAcceptor;
  readonly drain: DrainWait;
  readonly listener: HttpListener;
  /** Listens where the metrics have an address of their own. */
  readonly metricsListener: HttpListener;
}

/** Creates the parts of one gateway. */
export const createGateway = (
  options: GatewayOptions,
  authenticator: Authenticator,
  directory: NodeDirectory,
  { metrics, present }: KeptMetrics,
): GatewayParts => {
  const limits = capConnectionsToOpenFileLimit(
    { ...DEFAULT_LIMITS, ...DEFAULT_ROUTING_LIMITS, ...options.limits },
    Math.floor(descriptorLimit() / DESCRIPTORS_PER_CONNECTION),
  );
  const clock = new SystemClock();
  const logger = new RateLimitedLogger(new SafeLogger(options.logger), limits, clock);
  const dialer = new WebSocketNodeDialer(limits.nodeTimeoutMs, metrics);
  const nodes = new KnownNodes(directory, clock, limits, logger, metrics);
  const routes = new RouteConnection(nodes, dialer, clock);
  const acceptor = new GatewayAcceptor(routes, limits, logger, metrics);
  const drain = new Drain();
  const check = new CheckGateway(nodes, drain, limits, clock);
  const connections = (): { connections: number } => {
    const { waiting, routed } = acceptor.connections;
    return { connections: waiting + routed };
  };
  const rateLimiter = rateLimiterOf(limits.maxAuthFailures, limits);
  const admission = new AdmitConnection(authenticator, rateLimiter, clock, limits, logger);
  const access = {
    readiness: () => check.readiness(acceptor.connections),
    allowedHosts: options.allowedHosts ?? [],
    trustedProxies: options.trustedProxies,
  };
  const page = present && (() => present(check.load(acceptor.connections)));
  const listen = (control: AccessControl): HttpListener =>
    new HttpListener(control, limits, { logger, metrics, auditLog: new NoAuditLog() });
  return {
    logger,
    directory,
    nodes,
    dialer,
    acceptor,
    drain: new DrainWait(connections, drain, clock, logger),
    listener: listen({
      ...access,
      admission,
      accept: (...upgrade) => acceptor.accept(...upgrade),
      metrics: options.metrics === true ? page : undefined,
    }),
    metricsListener: listen({
      ...access,
      admission: metricsAdmission(areMetricsOpen(options.metricsListen), admission),
      metrics: page,
    }),
  };
};
