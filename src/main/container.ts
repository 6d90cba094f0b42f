import { Container } from 'inversify';
import { NoAuditLog } from '../adapters/logging/no-audit-log.js';
import { RateLimitedLogger } from '../adapters/logging/rate-limited-logger.js';
import { SafeLogger } from '../adapters/logging/safe-logger.js';
import { NoMetrics } from '../adapters/metrics/no-metrics.js';
import type { Watchdog } from '../adapters/processes/termination/watchdog.js';
import type { Bubblewrap } from '../adapters/sandbox/bubblewrap/bubblewrap.js';
import type { FileWorkerPool } from '../adapters/sandbox/files/file-worker-pool.js';
import { descriptorLimit } from '../adapters/system/descriptor-limit.js';
import { NoTracing } from '../adapters/tracing/no-tracing.js';
import { DEFAULT_LIMITS } from '../application/limits/limits.js';
import type { Authenticator } from '../application/ports/authenticator.js';
import { definedLimits } from './checks/check-options.js';
import { capConnectionsToOpenFileLimit } from './connection-limits.js';
import type { ExecServerOptions } from './exec-server-options.js';
import { areMetricsOpen } from './listening/metrics-endpoint.js';
import { adaptersModule } from './modules/adapters-module.js';
import { applicationModule } from './modules/application-module.js';
import { transportModule } from './modules/transport-module.js';
import { packageVersion } from './package-root.js';
import { silentLogger } from './silent-logger.js';
import { PARTS, PORTS } from './tokens.js';
import { faultReport } from './untrusted-adapters/fault-report.js';
import { guardPorts } from './untrusted-adapters/guard-ports.js';
import { guardSilently, guardTracing } from './untrusted-adapters/guards.js';
import { ownAdapter } from './untrusted-adapters/own-adapters.js';

/** The parts that create sandboxes; undefined when the ports that use them were rebound. */
export interface SandboxParts {
  bubblewrap?: Bubblewrap;
  fileWorkers?: FileWorkerPool;
  /** The process runner's, which is told of placeholders as well. */
  watchdog?: Watchdog;
}

/** All parts of one server, each created at its first use. */
export interface Composition {
  readonly container: Container;
  /** Filled in as the parts are created. */
  readonly sandbox: SandboxParts;
}

/** Binds every port and part of a server, those of the embedder last. */
export const compose = async (
  options: ExecServerOptions,
  authenticator: Authenticator,
): Promise<Composition> => {
  const container = new Container({ defaultScope: 'Singleton' });
  const limits = capConnectionsToOpenFileLimit(
    { ...DEFAULT_LIMITS, ...definedLimits(options.limits) },
    descriptorLimit(),
  );
  container.bind(PARTS.limits).toConstantValue(limits);
  container.bind(PARTS.allowedHosts).toConstantValue(options.allowedHosts ?? []);
  container.bind(PARTS.overflowPolicy).toConstantValue(options.overflow ?? 'pause');
  container.bind(PARTS.offersTools).toConstantValue(options.tools ?? true);
  container.bind(PARTS.fleet).toConstantValue(options.fleet);
  container.bind(PARTS.bubblewrapPath).toConstantValue(options.bwrapPath ?? 'bwrap');
  container.bind(PARTS.upstreamProxies).toConstantValue({
    tcpUpstreamProxy: options.tcpUpstreamProxy,
    proxyPrivateIpsViaUpstream: options.proxyPrivateIpsViaUpstream ?? false,
  });
  // An embedder's may throw.
  const reportOf = (name: string) => faultReport(name, () => container.get(PORTS.logger));
  const auditLog = guardSilently(options.auditLog ?? new NoAuditLog(), reportOf('AuditLog'));
  const tracing = guardTracing(options.tracing ?? new NoTracing(), reportOf('Tracing'));
  container.bind(PORTS.auditLog).toConstantValue(ownAdapter(auditLog));
  container.bind(PORTS.tracing).toConstantValue(ownAdapter(tracing));
  container.bind(PORTS.authenticator).toConstantValue(authenticator);
  container
    .bind(PORTS.logger)
    .toResolvedValue(
      (limits, clock) =>
        new RateLimitedLogger(new SafeLogger(options.logger ?? silentLogger), limits, clock),
      [PARTS.limits, PORTS.clock],
    );
  await bindMetrics(container, options);
  container.load(applicationModule, adaptersModule, transportModule);
  // Modules of an embedder may be asynchronous.
  await container.loadAsync(...(options.modules ?? []));
  if (isExtended(options)) {
    guardPorts(container);
  }
  return { container, sandbox: sandboxPartsOf(container) };
};

/** prom-client is loaded where the metrics are asked for. */
const bindMetrics = async (
  container: Container,
  { metrics = false, metricsListen }: ExecServerOptions,
): Promise<void> => {
  container.bind(PARTS.servesMetrics).toConstantValue(metrics);
  container.bind(PARTS.metricsAreOpen).toConstantValue(areMetricsOpen(metricsListen));
  if (!metrics && metricsListen === undefined) {
    container.bind(PORTS.metrics).toConstantValue(ownAdapter(new NoMetrics()));
    container.bind(PARTS.metricsPage).toConstantValue(undefined);
    return;
  }
  const { PrometheusMetrics } = await import('../adapters/metrics/prometheus-metrics.js');
  const kept = ownAdapter(new PrometheusMetrics(packageVersion()));
  container.bind(PORTS.metrics).toConstantValue(kept);
  container.bind(PARTS.metricsPage).toResolvedValue(
    ({ measureLoad }) =>
      async () => ({
        contentType: kept.contentType,
        text: await kept.render(measureLoad.execute()),
      }),
    [PARTS.useCases],
  );
};

/** Without an embedder's adapters, an unexpected error is the server's own and must stop it. */
const isExtended = ({ modules = [], authentication }: ExecServerOptions): boolean =>
  modules.length > 0 || (authentication !== undefined && 'authenticate' in authentication);

const sandboxPartsOf = (container: Container): SandboxParts => {
  const parts: SandboxParts = {};
  container.onActivation(PARTS.bubblewrap, (_, bubblewrap) => {
    parts.bubblewrap = bubblewrap;
    return bubblewrap;
  });
  container.onActivation(PARTS.fileWorkers, (_, fileWorkers) => {
    parts.fileWorkers = fileWorkers;
    return fileWorkers;
  });
  container.onActivation(PARTS.watchdog, (_, watchdog) => {
    parts.watchdog = watchdog;
    return watchdog;
  });
  return parts;
};
